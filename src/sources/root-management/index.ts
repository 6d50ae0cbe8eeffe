import { rootManagement } from "../../entities/root-management.js";
import { columnList } from "../../lake/row-writer.js";
import type { Evidence } from "../evidence.js";
import { statements } from "../organization/said.js";
import { defineSource, grants } from "../source.js";

const KIND = "root_access_features";

const SELECT =
  `SELECT ${columnList(rootManagement)} FROM (SELECT a.account_id, o.org_id,` +
  " 'arn:' || coalesce(a.partition, 'aws') || ':organizations::' || a.account_id || ':organization/' || o.org_id AS arn," +
  " list_contains(o.root_features, 'RootCredentialsManagement') AS credentials_managed," +
  " list_contains(o.root_features, 'RootSessions') AS sessions_allowed" +
  " FROM organizations o JOIN accounts a ON a.account_id = o.management_account_id" +
  " WHERE o.root_features IS NOT NULL) t ORDER BY account_id";

/**
 * Where any organization told its features, members and standalone accounts are known to have none to tell; a management
 * account whose organization told nothing is unknown.
 */
function tellCoverage(evidence: Evidence): void {
  const { features } = statements(evidence);
  if (features.length === 0) return;
  const told = new Set(features.map(({ orgId }) => orgId));
  for (const { account_id: accountId, org_id: orgId, org_role: role } of evidence.membership.rows()) {
    const without = role === "member" || role === "standalone";
    if (accountId !== null && (without || told.has(orgId ?? ""))) evidence.found(accountId, KIND);
  }
}

/**
 * Central management of root users. The organization is asked for it together with all else that it tells; that AWS does not
 * answer, for instance because IAM has no trusted access, does not say that it is off.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html
 */
export const rootManagementSource = defineSource({
  kinds: [KIND],
  scope: "organization",
  files: ["organizations-features.json"],
  command: "aws iam list-organizations-features",
  permissions: grants("ReadRootAccessFeatures", {
    "iam:ListOrganizationsFeatures": "the features that are switched on",
  }),
  tables: [rootManagement],
  // The organization reads the document, for it knows which of several is meant.
  documents: [],
  settle: tellCoverage,
  queries: async () => ({ root_management: SELECT }),
});
