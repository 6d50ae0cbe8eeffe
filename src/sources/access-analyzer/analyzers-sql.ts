import { accessAnalyzers } from "../../entities/access-analyzer.js";
import { columnList } from "../../lake/row-writer.js";

/** Accounts of the organization of the row `f`, as far as they are not closed. */
const SAME =
  "b.org_id = a.org_id AND coalesce(b.state, 'ACTIVE') NOT IN ('SUSPENDED', 'PENDING_CLOSURE', 'CLOSED')";
const FOUND = `SELECT 1 FROM accounts b JOIN found_analyzers o ON o.account_id = b.account_id WHERE ${SAME} AND o.region = f.region AND o.organization_analyzer`;
const UNREAD = `SELECT 1 FROM accounts b WHERE ${SAME} AND NOT EXISTS (SELECT 1 FROM found_analyzers o WHERE o.account_id = b.account_id AND o.region = f.region)`;

/**
 * SELECT of the table access_analyzers. An analyzer of the organization lies in one account of it: that there is none is
 * known of a standalone account, and where each account of a whole list was read.
 */
export const ANALYZERS_SQL =
  `SELECT ${columnList(accessAnalyzers)} FROM (SELECT f.*, CASE WHEN f.organization_analyzer THEN TRUE` +
  " WHEN a.org_role = 'standalone' THEN FALSE" +
  ` WHEN EXISTS (${FOUND}) THEN TRUE WHEN a.listed AND NOT EXISTS (${UNREAD}) THEN FALSE END AS organization_access` +
  " FROM found_analyzers f LEFT JOIN accounts a ON a.account_id = f.account_id) t ORDER BY account_id, region";
