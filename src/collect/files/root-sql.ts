import { rootUsers } from "../../entities/root-user.js";
import { columnList } from "../../lake/row-writer.js";

const exists = (column: string) => `CAST(${column} IS NOT NULL AS INTEGER)`;
/** The account and its ARN, from whichever of the sources is there. */
const ACCOUNT = "coalesce(r.account_id, s.account_id, c.account_id)";
const ARN = `coalesce(r.arn, 'arn:' || a.partition || ':iam::' || ${ACCOUNT} || ':root')`;
const used = ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"];

/**
 * SELECT of the table root_users: the report's root row, and what GetAccountSummary and the list of virtual
 * MFA devices add. The summary is not behind the report's four-hour cache, so it wins where both speak.
 * What AssumeRoot listed fills in where neither speaks. Reports from before 2024 say `not_supported` for the root password: root had one then.
 */
export const ROOT_USERS_SQL =
  `SELECT ${columnList(rootUsers)} FROM (SELECT ${ACCOUNT} AS account_id, ${ARN} AS arn,` +
  " r.user_creation_time AS created_at," +
  " coalesce(s.password, r.password_enabled, c.password) AS password_enabled," +
  " r.password_last_used AS password_last_used_at," +
  " r.password_last_changed AS password_last_changed_at," +
  " coalesce(s.mfa, r.mfa_active, c.mfa) AS mfa_active," +
  " CASE WHEN m.arn IS NOT NULL THEN 'virtual' WHEN NOT coalesce(s.mfa, r.mfa_active, TRUE) THEN NULL" +
  " WHEN c.mfa_kind IS NOT NULL THEN c.mfa_kind" +
  " WHEN coalesce(s.mfa, r.mfa_active) AND l.status = 'ok' THEN 'hardware' END AS mfa_kind," +
  ` CASE WHEN s.access_keys = 0 THEN 0 ELSE coalesce(nullif(${exists("r.access_key_1_last_rotated")} + ${exists("r.access_key_2_last_rotated")}, 0), s.access_keys,` +
  " CASE WHEN r.keys_known THEN 0 END, c.access_keys) END AS access_keys," +
  " CASE WHEN s.access_keys = 0 THEN 0 ELSE coalesce(CAST(r.access_key_1_active AS INTEGER) + CAST(r.access_key_2_active AS INTEGER), c.active_keys) END AS active_keys," +
  ` nullif(greatest(${used.map((column) => `coalesce(r.${column}, 0)`).join(", ")}), 0) AS last_used_at,` +
  " (r.use_known_0 AND r.use_known_1 AND r.use_known_2) AS use_known," +
  " coalesce(s.password, CASE WHEN NOT r.fault THEN coalesce(r.password_enabled, TRUE) END, c.password)" +
  " OR coalesce(s.access_keys > 0, CASE WHEN" +
  " r.access_key_1_last_rotated IS NOT NULL OR r.access_key_2_last_rotated IS NOT NULL THEN TRUE" +
  " WHEN r.keys_known THEN FALSE END, c.access_keys > 0)" +
  " OR coalesce(s.certificates, r.cert_1_active OR r.cert_2_active, c.certificates, FALSE) AS has_credentials" +
  " FROM (SELECT * FROM report_rows WHERE is_root) r" +
  " FULL OUTER JOIN account_summaries s ON s.account_id = r.account_id" +
  " FULL OUTER JOIN root_credentials c ON c.account_id = coalesce(r.account_id, s.account_id)" +
  ` LEFT JOIN accounts a ON a.account_id = ${ACCOUNT}` +
  ` LEFT JOIN mfa_devices m ON m.arn = ${ARN}` +
  ` LEFT JOIN coverage l ON l.account_id = ${ACCOUNT} AND l.kind = 'virtual_mfa_devices'` +
  ") root ORDER BY account_id";
