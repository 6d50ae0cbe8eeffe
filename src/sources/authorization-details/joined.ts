import { duckdbType } from "../../engine/ddl.js";
import { identifier } from "../../engine/sql.js";
import { iamAccounts } from "../../entities/iam-account.js";
import { groups } from "../../entities/iam-group.js";
import { roles } from "../../entities/iam-role.js";
import { joinedRows, ofAccount, withAccount, writtenRows } from "../joined-rows.js";

/** How many policies each identity has: every row of the table says all that the details say of it. */
const POLICIES =
  " LEFT JOIN (SELECT principal_arn, count(*) FILTER (WHERE kind = 'attached') AS attached, count(*) FILTER (WHERE kind = 'inline') AS inline" +
  " FROM policy_attachments WHERE principal_kind <> 'user' GROUP BY 1) o ON o.principal_arn = t.arn";
const policyCounts = {
  attached_policies: "coalesce(o.attached, 0)",
  inline_policies: "coalesce(o.inline, 0)",
};

/** Nobody is in a group only where all users are known. */
export const GROUPS_SQL = writtenRows(
  groups,
  joinedRows(groups, {
    alias: "t",
    columns: {
      ...policyCounts,
      members: "CASE WHEN m.n > 0 THEN m.n WHEN d.whole AND d.lists_users THEN 0 END",
    },
    from:
      `groups t ${POLICIES} LEFT JOIN details_accounts d ON d.account_id = t.account_id` +
      " LEFT JOIN (SELECT account_id, group_name, count(*) AS n FROM" +
      " (SELECT account_id, unnest(groups) AS group_name FROM user_details) g GROUP BY 1, 2) m" +
      " ON m.account_id = t.account_id AND m.group_name = t.group_name",
  }),
);

/**
 * Of accounts that a role trusts, those that are outside its organization: that an account is in it its list says, and that of
 * the management account every member. Where there is no such list, an account may be in it all the same.
 */
const outside = (accounts: string) =>
  `CASE WHEN len(${left(accounts)}) = 0 OR a.org_role = 'standalone' OR coalesce(a.listed, FALSE) THEN ${left(accounts)} END`;
const left = (accounts: string) =>
  `list_filter(${accounts}, x -> NOT (list_contains(coalesce(n.members, CAST([] AS VARCHAR[])), x) OR coalesce(z.management_account_id = x, FALSE)))`;

/** A last use after the audit time is not known. */
export const rolesSql = (asOf: number) =>
  writtenRows(
    roles,
    joinedRows(roles, {
      alias: "t",
      columns: {
        ...policyCounts,
        last_used_at: `CASE WHEN t.last_used_at <= ${asOf} THEN t.last_used_at END`,
        use_known: `t.use_known AND coalesce(t.last_used_at <= ${asOf}, TRUE)`,
        trusts_outside: outside("t.trusts_accounts"),
        needs_external_id: outside("t.needs_external_id"),
      },
      from:
        `roles t ${POLICIES} ${withAccount("t")} LEFT JOIN organizations z ON z.org_id = a.org_id` +
        " LEFT JOIN (SELECT org_id, list(account_id) AS members FROM accounts WHERE org_id IS NOT NULL GROUP BY 1) n" +
        " ON n.org_id = a.org_id",
    }),
  );

const SUPPORT = "policy_id LIKE 'arn:%:iam::aws:policy/AWSSupportAccess'";
const CLOUDSHELL = "policy_id LIKE 'arn:%:iam::aws:policy/AWSCloudShellFullAccess'";
/** A role of IAM Identity Center, or one that trusts a SAML provider. */
const PEOPLE =
  "arn LIKE '%:role/aws-reserved/sso.amazonaws.com/%' OR len(list_filter(federated_providers, x -> x LIKE 'arn:%:saml-provider/%')) > 0";
/** Every account has roles that AWS made: one without any was listed with a filter. */
const ALL_KNOWN = "t.whole AND t.lists_users AND r.n > 0";
const counted = (sql: string) => `CASE WHEN ${sql} > 0 THEN ${sql} WHEN ${ALL_KNOWN} THEN 0 END`;

const accountColumns: Readonly<Record<string, string>> = {
  account_id: "t.account_id",
  arn: ofAccount("t", "root"),
  support_roles: counted("coalesce(p.support_roles, 0)"),
  support_identities: counted("coalesce(p.support, 0)"),
  cloudshell_identities: counted("coalesce(len(p.cloudshell), 0)"),
  cloudshell_holders: "coalesce(p.cloudshell, CAST([] AS VARCHAR[]))",
  people_roles: counted("coalesce(r.people, 0)"),
  console_users: "CASE WHEN u.account_id IS NOT NULL THEN u.n WHEN c.status = 'ok' THEN 0 END",
};

export const ACCOUNTS_SQL =
  `SELECT ${Object.entries(iamAccounts.columns)
    .map(([name, { type }]) => `CAST(${accountColumns[name]} AS ${duckdbType(type)}) AS ${identifier(name)}`)
    .join(", ")} FROM details_accounts t ${withAccount("t")}` +
  ` LEFT JOIN (SELECT account_id, count(*) FILTER (WHERE ${SUPPORT} AND principal_kind = 'role') AS support_roles,` +
  ` count(*) FILTER (WHERE ${SUPPORT}) AS support, list(principal_arn ORDER BY principal_arn) FILTER (WHERE ${CLOUDSHELL}) AS cloudshell` +
  ` FROM policy_attachments WHERE kind = 'attached' AND (${SUPPORT} OR ${CLOUDSHELL}) GROUP BY 1) p ON p.account_id = t.account_id` +
  ` LEFT JOIN (SELECT account_id, count(*) AS n, count(*) FILTER (WHERE ${PEOPLE}) AS people FROM roles GROUP BY 1) r` +
  " ON r.account_id = t.account_id" +
  " LEFT JOIN coverage c ON c.account_id = t.account_id AND c.kind = 'credential_report'" +
  " LEFT JOIN (SELECT account_id, CASE WHEN bool_and(password_enabled IS NOT NULL) THEN count(*) FILTER (WHERE password_enabled) END AS n" +
  " FROM report_rows WHERE NOT is_root GROUP BY 1) u ON u.account_id = t.account_id ORDER BY account_id";
