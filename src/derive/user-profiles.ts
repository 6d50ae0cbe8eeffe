import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { RowWriter } from "../lake/row-writer.js";
import { count, defineTable, text } from "../model/table.js";
import { type Chain, NO_CHAIN, UNKNOWN_CHAIN } from "./organization-chains.js";

const deriveAccounts = defineTable({
  name: "derive_accounts",
  doc: "Which policies of its organization reach an account.",
  key: ["account_id"],
  columns: { account_id: text("12 digits"), chain: count("number of the chain") },
});

/**
 * Users that a role of their account may trust by name, or by naming everybody: the same policies give others less. A
 * trust policy with escapes in it may say anything.
 */
const NAMED =
  "SELECT DISTINCT u.arn FROM iam_users u JOIN (SELECT DISTINCT account_id, unnest(CASE WHEN " +
  `regexp_matches(trust_policy, '"AWS"\\s*:\\s*("[^"]*\\*|\\[[^\\]]*\\*)|NotPrincipal|"Principal"\\s*:\\s*"|\\\\u')` +
  " THEN ['*'] ELSE regexp_extract_all(trust_policy, 'arn:[^:\"]*:iam::\\d{12}:user/[^\"]*|AIDA[A-Z0-9]+') END) AS whom" +
  " FROM roles) t ON t.account_id = u.account_id AND t.whom IN ('*', u.arn, u.user_id)";

/**
 * The service that a credential is good for, as actions name it. SSH keys are for CodeCommit; certificates sign calls of
 * EC2's old interface; of a service-specific credential AWS tells the service. `*`: AWS did not tell it.
 */
export const SERVICE =
  "CASE kind WHEN 'ssh_public_key' THEN 'codecommit' WHEN 'signing_certificate' THEN 'ec2'" +
  " ELSE coalesce(split_part(service, '.', 1), '*') END";

/** The users of an opened snapshot, as they are assessed. */
const USERS =
  "SELECT u.account_id, u.arn, u.user_name, u.user_id, u.created_at, u.password_enabled," +
  " u.password_last_changed_at, u.mfa_active AS device_registered, u.mfa_kind, u.mfa_kind = 'fido' AS fido_only," +
  " u.groups, u.tags, u.boundary_arn, u.in_account, a.partition, a.org_id, a.org_role, coalesce(d.chain, 1) AS chain," +
  " u.has_active_key OR s.user_arn IS NOT NULL AS has_key, u.has_active_key AS has_access_key, s.services," +
  " CASE WHEN NOT u.has_active_key AND NOT list_contains(s.services, '*') THEN s.services END AS key_services" +
  " FROM iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id" +
  " LEFT JOIN derive_accounts d ON d.account_id = u.account_id" +
  ` LEFT JOIN (SELECT account_id, user_arn, list(DISTINCT ${SERVICE} ORDER BY 1) AS services` +
  " FROM service_credentials WHERE active GROUP BY 1, 2) s" +
  " ON s.account_id = u.account_id AND s.user_arn = u.arn";

/** The policies of each user and group, a text a policy: how it is held, and the hash of what it says. */
const HELD =
  "SELECT t.account_id, t.principal_arn AS owner, t.kind, (CASE WHEN t.kind = 'inline' THEN 'i' WHEN t.policy_id LIKE 'arn:%:iam::aws:%' THEN 'a' ELSE 'm' END) ||" +
  " coalesce(d.hash, '?' || coalesce(d.name, t.policy_id)) AS held" +
  " FROM policy_attachments t LEFT JOIN derive_documents d ON d.account_id = t.account_id AND d.policy_id = t.policy_id" +
  " WHERE t.principal_kind IN ('user', 'group')";

/** The users of groups. A group of which no details were collected has no ARN. */
const MEMBERS =
  "SELECT u.account_id, u.arn, u.group_name, g.arn AS group_arn" +
  " FROM (SELECT account_id, arn, unnest(groups) AS group_name FROM iam_users) u" +
  " LEFT JOIN groups g ON g.account_id = u.account_id AND g.group_name = u.group_name";

const POLICIES_OF_USERS =
  "SELECT account_id, arn, string_agg(policy, ',' ORDER BY policy) AS policies FROM (" +
  "SELECT account_id, owner AS arn, CASE kind WHEN 'boundary' THEN 'b' ELSE 'u' END || held AS policy FROM derive_held" +
  " UNION ALL SELECT m.account_id, m.arn, 'g' || h.held FROM derive_members m" +
  " JOIN derive_held h ON h.account_id = m.account_id AND h.owner = m.group_arn" +
  " UNION ALL SELECT account_id, arn, 'g?' || group_name FROM derive_members WHERE group_arn IS NULL" +
  ") x GROUP BY 1, 2";

const flag = (column: string) => `CASE WHEN ${column} THEN 1 WHEN NOT ${column} THEN 0 ELSE 2 END`;

/**
 * All by which the assessment of a user can differ from another's, but for who it is: its credentials, the evidence,
 * the policies of its organization, and the hashes of its own.
 */
const PROFILE =
  `CAST(${flag("u.password_enabled")} + 3 * ${flag("u.has_access_key")} + 9 * ${flag("u.device_registered")}` +
  ` + 27 * ${flag("u.fido_only")} + 81 * ${flag("u.in_account")} + 243 * u.chain AS VARCHAR)` +
  " || coalesce(' s' || array_to_string(u.services, ','), '') || CASE WHEN len(u.groups) > 0 THEN ' g' ELSE '' END || coalesce(' ' || u.partition, '') || coalesce(' b' || u.boundary_arn, '') || coalesce(' ' || p.policies, '')" +
  " || CASE WHEN n.arn IS NOT NULL THEN ' n' || u.arn ELSE '' END";

/** What this file makes, in the order in which it is removed. */
const MADE = [
  ["VIEW", "derive_users"],
  ["TABLE", "derive_profiles"],
  ["TABLE", "derive_held"],
  ["TABLE", "derive_documents"],
  ["VIEW", "derive_members"],
  ["TABLE", "derive_accounts"],
] as const;

/**
 * Makes the views `derive_users` and `derive_members` (users and their groups) over an opened snapshot, and the table
 * `derive_documents` (the hashes of its policies, or of those of some accounts: whole documents in a join would need the
 * memory of all). Gives the chains by the numbers that users have in the column `chain`.
 */
export async function createUserViews(
  engine: DuckDBEngine,
  chains: ReadonlyMap<string, Chain>,
  accounts?: readonly string[],
): Promise<Chain[]> {
  const numbers = new Map([NO_CHAIN, UNKNOWN_CHAIN].map((chain, number) => [chain, number]));
  const writer = await RowWriter.create(engine, deriveAccounts);
  for (const [account_id, chain] of chains) {
    const number = numbers.get(chain) ?? numbers.size;
    numbers.set(chain, number);
    writer.add({ account_id, chain: number });
  }
  writer.close();
  await engine.run(`CREATE OR REPLACE TEMP VIEW derive_users AS ${USERS}`);
  await engine.run(`CREATE OR REPLACE TEMP VIEW derive_members AS ${MEMBERS}`);
  const only =
    accounts === undefined ? "" : ` WHERE account_id IN (${accounts.map(stringLiteral).join(", ")})`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE derive_documents AS SELECT account_id, policy_id, name, md5(document) AS hash FROM policies${only}`,
  );
  return [...numbers.keys()];
}

/** Makes `derive_profiles` over those views, which numbers the users alike that may share an assessment. */
export async function createProfiles(engine: DuckDBEngine): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE derive_held AS ${HELD}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE derive_profiles AS SELECT u.account_id, u.arn, md5(${PROFILE}) AS profile` +
      ` FROM derive_users u LEFT JOIN (${POLICIES_OF_USERS}) p ON p.account_id = u.account_id AND p.arn = u.arn` +
      ` LEFT JOIN (${NAMED}) n ON n.arn = u.arn`,
  );
}

/** Removes what was made. */
export async function dropProfiles(engine: DuckDBEngine): Promise<void> {
  for (const [kind, name] of MADE) await engine.run(`DROP ${kind} IF EXISTS temp.${name}`);
}
