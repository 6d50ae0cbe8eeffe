import { duckdbType } from "../engine/ddl.js";
import type { Engine } from "../engine/engine.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import { effectiveMfa } from "../entities/effective-mfa.js";
import { policyGrants } from "../entities/policy-grants.js";
import { privilege } from "../entities/privilege.js";
import type { Companion } from "../model/entity.js";
import { SERVICE } from "./user-profiles.js";

/**
 * Where no policy of any account or organization was collected there is nothing to evaluate: what is known of a user
 * follows from its device and its credentials. Views say so, which cost nothing; the policy engine would say the same.
 */

/** Tables of accounts that the policy engine reads. */
export const POLICY_TABLES = ["policies", "policy_attachments", "groups"] as const;
/** Evidence that holds policies. */
export const POLICY_KINDS = ["authorization_details", "scp", "rcp"] as const;

/** Is there nothing that the policy engine could read? */
export async function hasNoPolicies(engine: Engine): Promise<boolean> {
  const any = [...POLICY_TABLES, "org_policies"].map((table) => `EXISTS (SELECT 1 FROM ${table})`);
  const kinds = POLICY_KINDS.map(stringLiteral).join(", ");
  const listed = `EXISTS (SELECT 1 FROM coverage WHERE status = 'ok' AND kind IN (${kinds}))`;
  const [row] = await engine.all(`SELECT ${[...any, listed].join(" OR ")} AS found`);
  return row?.found !== true;
}

const HAS_KEY = "(u.has_active_key OR s.user_arn IS NOT NULL)";
/** No service control policy was collected, so they are known only where none can apply. */
const SCPS_KNOWN = "coalesce(NOT a.scps_may_apply, FALSE)";
/** Certainly nothing that signs calls of IAM: a credential for one service does not, one of which AWS tells no service may. */
const NO_IAM_KEY = "(NOT u.has_active_key AND NOT coalesce(s.any_service, FALSE))";

const verdict = (enabled: string, device: string) =>
  `CASE WHEN NOT ${enabled} THEN 'not_applicable'${device} ELSE 'unknown' END`;
const DEVICE = " WHEN u.mfa_active THEN 'enforced'";
const ENFORCED = "(coalesce(u.mfa_active, FALSE) AND coalesce(u.password_enabled, TRUE))";

const COLUMNS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "account_id",
      "arn",
      "user_id",
      "created_at",
      "password_enabled",
      "password_last_changed_at",
      "mfa_kind",
    ].map((name) => [name, `u.${name}`]),
  ),
  has_key: HAS_KEY,
  key_services: `CASE WHEN ${NO_IAM_KEY} THEN s.services END`,
  policies_known: "FALSE",
  scps_known: SCPS_KNOWN,
  too_complex: "FALSE",
  device_registered: "u.mfa_active",
  console_verdict: verdict("u.password_enabled", DEVICE),
  console_enforced: `CASE WHEN ${ENFORCED} THEN TRUE END`,
  console_by: `CASE WHEN ${ENFORCED} THEN ARRAY['signin'] ELSE CAST(ARRAY[] AS VARCHAR[]) END`,
  console_robust: ENFORCED,
  console_without_device: verdict("u.password_enabled", ""),
  key_verdict: verdict(HAS_KEY, ""),
  key_by: "CAST(ARRAY[] AS VARCHAR[])",
  key_robust: "FALSE",
  claimable: `CASE WHEN u.mfa_active OR NOT u.password_enabled AND ${NO_IAM_KEY} THEN FALSE END`,
  // A device is asked for at sign-in; a key may enrol devices of others as far as anybody knows.
  warnings:
    `CASE WHEN (u.mfa_active OR NOT u.password_enabled) AND ${NO_IAM_KEY}` +
    " THEN CAST(ARRAY[] AS VARCHAR[]) ELSE ARRAY['enrol-others'] END",
  missing_evidence: `CASE WHEN ${SCPS_KNOWN} THEN ARRAY['identity', 'boundary'] ELSE ARRAY['scp', 'identity', 'boundary'] END`,
  as_of: "u.as_of",
};

const USERS =
  "FROM iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id" +
  ` LEFT JOIN (SELECT account_id, user_arn, bool_or(${SERVICE} = '*') AS any_service,` +
  ` array_agg(DISTINCT ${SERVICE} ORDER BY ${SERVICE}) AS services` +
  " FROM service_credentials WHERE active GROUP BY 1, 2) s" +
  " ON s.account_id = u.account_id AND s.user_arn = u.arn";

/** SELECTs that stand for the derived tables of a snapshot without policies, by their names. */
export function viewsWithoutPolicies(): Readonly<Record<string, string>> {
  return {
    [effectiveMfa.name]: `SELECT ${selected(effectiveMfa)} ${USERS}`,
    [privilege.name]: `SELECT ${selected(privilege)} ${USERS}`,
    [policyGrants.name]: `SELECT ${selected(policyGrants)} ${USERS} WHERE FALSE`,
  };
}

function selected({ columns }: Companion): string {
  const items = Object.entries(columns).map(
    ([name, { type }]) => `CAST(${COLUMNS[name] ?? "NULL"} AS ${duckdbType(type)}) AS ${identifier(name)}`,
  );
  return [...items, `${COLUMNS.as_of} AS as_of`].join(", ");
}
