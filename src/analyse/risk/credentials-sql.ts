import type { Dialect } from "../../engine/engine.js";
import { literal, stringLiteral } from "../../engine/sql.js";
import { TIERS } from "../../model/tiers.js";
import { accountOwnerColumns, type OwnerRule, ownerColumns } from "../people/owners.js";
import type { UserKinds } from "../people/user-kinds.js";
import type { CredentialKind, RiskFactor, RiskModel } from "./risk-model.js";

/** What risk is reckoned with. */
export interface RiskContext {
  readonly model: RiskModel;
  readonly kinds: UserKinds;
  readonly owners: readonly OwnerRule[];
  readonly asOf: number;
  readonly dialect: Dialect;
}

/** Shorter passwords than this make a password policy weak: the CIS benchmark asks for 14. */
const NOT_SET_LENGTH = 8;

/**
 * SELECT of the credentials of every user and root user of an opened snapshot: one row for each password and each active access
 * key, with what risk is made of (`gain_no_mfa`, `gain_mfa`, `certainty`, one column `ease_<n>` a factor), what a fix must
 * know (last use, kind, owner, place in the organization), and no row for what is not known to be there.
 */
export function credentialsSql(context: RiskContext): string {
  const parts = [passwordSql(), keySql(1), keySql(2), rootPasswordSql(), rootKeySql()];
  const factors = context.model.factors.map(
    (factor, number) =>
      `CASE WHEN ${factorSql(factor, context.asOf)} THEN ${factor.ease} ELSE 0 END AS ease_${number}`,
  );
  const { gain, certainty } = context.model;
  const rank = (column: string, unknown: number) =>
    `CASE ${column} ${TIERS.map((tier, number) => `WHEN ${number} THEN ${gain[tier]}`).join(" ")} WHEN -1 THEN ${gain.root} ELSE ${unknown} END`;
  return (
    `SELECT c.*, ${rank("c.rank_now", gain.unknown)} AS gain_no_mfa, ${rank("c.rank_mfa", gain.unknown)} AS gain_mfa,` +
    ` CASE WHEN c.rank_mfa IS NULL THEN ${certainty.policies_unknown} WHEN NOT c.scps_known THEN ${certainty.scps_unknown} ELSE 1000 END AS certainty,` +
    ` ${factors.join(", ")} FROM (WITH people AS (${peopleSql(context)}), roots AS (${rootsSql(context)}) ${parts.join(" UNION ALL ")}) c`
  );
}

/** A factor fits a credential of its kinds for which its condition holds; what is not known is no reason to raise a risk. */
function factorSql(factor: RiskFactor, asOf: number): string {
  const kinds = factor.credentials.map((credential) => stringLiteral(credential)).join(", ");
  return `c.credential IN (${kinds}) AND coalesce(${factor.when.replaceAll(":as_of", literal(asOf))}, FALSE)`;
}

/** Users with what every credential needs of them. */
function peopleSql({ kinds, owners, asOf, dialect }: RiskContext): string {
  const kind = kinds.columns(asOf, dialect);
  const owner = ownerColumns(owners, dialect);
  return (
    "SELECT u.account_id, u.arn, u.user_name AS name, u.created_at AS user_created_at, u.password_enabled, u.quarantined," +
    " u.password_last_used_at, u.password_last_changed_at, u.password_activity_at," +
    [1, 2].map((slot) => KEY_COLUMNS.map((name) => ` u.access_key_${slot}_${name},`).join("")).join("") +
    ` ${kind.kind} AS kind, ${kind.kind_signals} AS kind_signals, ${owner.owner} AS owner, ${owner.owner_from} AS owner_from,` +
    ` ${PLACE}, p.rank_console, p.rank_key, p.rank_mfa, coalesce(p.scps_known, FALSE) AS scps_known,` +
    " m.claimable, m.console_enforced, m.key_enforced, y.minimum_length" +
    " FROM iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id" +
    " LEFT JOIN effective_mfa m ON m.account_id = u.account_id AND m.arn = u.arn" +
    " LEFT JOIN privilege p ON p.account_id = u.account_id AND p.arn = u.arn" +
    ` LEFT JOIN (SELECT account_id, coalesce(minimum_length, ${NOT_SET_LENGTH}) AS minimum_length FROM password_policies) y ON y.account_id = u.account_id`
  );
}

const KEY_COLUMNS = [
  "active",
  "created_at",
  "last_used_at",
  "last_used_service",
  "last_used_region",
  "activity_at",
  "id",
];

/** Where an account is. */
const PLACE = "a.org_id, a.ou_path, a.scps_may_apply";

/** Columns of a credential, in the order of all parts of the union. */
const SHARED = [
  ...[
    "account_id",
    "arn",
    "name",
    "user_created_at",
    "password_enabled",
    "quarantined",
    "kind",
    "kind_signals",
  ],
  ...[
    "owner",
    "owner_from",
    "org_id",
    "ou_path",
    "scps_may_apply",
    "claimable",
    "minimum_length",
    "scps_known",
  ],
];

interface CredentialColumns {
  readonly credential: CredentialKind;
  readonly slot: number | null;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly last_used_service: string;
  readonly last_used_region: string;
  readonly activity_at: string;
  readonly credential_id: string;
  readonly spare: string;
  /** Tier without MFA as a number, -1: root; NULL: not known. */
  readonly rank_now: string;
  readonly rank_mfa: string;
}

function credentialSql(columns: CredentialColumns, from: string): string {
  const { credential, slot, ...rest } = columns;
  // The parts of a union go by place, so all of them need one order.
  const items = Object.entries(rest)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sql]) => `${sql} AS ${name}`);
  return `SELECT ${SHARED.join(", ")}, ${stringLiteral(credential)} AS credential, CAST(${slot ?? "NULL"} AS INTEGER) AS slot, ${items.join(", ")} FROM ${from}`;
}

const NO_TEXT = "CAST(NULL AS VARCHAR)";

function passwordSql(): string {
  return credentialSql(
    {
      credential: "password",
      slot: null,
      created_at: "coalesce(password_last_changed_at, user_created_at)",
      last_used_at: "password_last_used_at",
      last_used_service: NO_TEXT,
      last_used_region: NO_TEXT,
      activity_at: "password_activity_at",
      credential_id: NO_TEXT,
      spare: "FALSE",
      rank_now: "CASE WHEN console_enforced THEN 0 ELSE rank_console END",
      rank_mfa: "rank_mfa",
    },
    "people WHERE password_enabled",
  );
}

/** Of two active keys the one that was not used for longer is the spare one; of two alike, that in the second slot. */
function keySql(slot: 1 | 2): string {
  const own = (name: string) => `access_key_${slot}_${name}`;
  const other = (name: string) => `access_key_${3 - slot}_${name}`;
  return credentialSql(
    {
      credential: "access_key",
      slot,
      created_at: own("created_at"),
      last_used_at: own("last_used_at"),
      last_used_service: own("last_used_service"),
      last_used_region: own("last_used_region"),
      activity_at: own("activity_at"),
      credential_id: own("id"),
      spare: `${other("active")} AND ${own("activity_at")} ${slot === 1 ? "<" : "<="} ${other("activity_at")}`,
      rank_now: "CASE WHEN key_enforced THEN 0 ELSE rank_key END",
      rank_mfa: "rank_mfa",
    },
    `people WHERE ${own("active")}`,
  );
}

function rootsSql({ owners, dialect }: RiskContext): string {
  const owner = accountOwnerColumns(owners, dialect);
  return (
    "SELECT r.account_id, r.arn, 'root' AS name, r.created_at AS user_created_at, r.password_enabled, FALSE AS quarantined," +
    " 'root' AS kind, '' AS kind_signals," +
    ` ${owner.owner} AS owner, ${owner.owner_from} AS owner_from, ${PLACE}, FALSE AS claimable, CAST(NULL AS INTEGER) AS minimum_length,` +
    " TRUE AS scps_known, r.password_last_used_at, r.password_last_changed_at, r.last_used_at, r.mfa_active, r.active_keys, r.has_credentials" +
    " FROM root_users r LEFT JOIN accounts a ON a.account_id = r.account_id"
  );
}

const ROOT_USE = {
  last_used_service: NO_TEXT,
  last_used_region: NO_TEXT,
  credential_id: NO_TEXT,
  spare: "FALSE",
  rank_mfa: "-1",
} as const;

/** Older reports do not tell of the root password by itself. */
function rootPasswordSql(): string {
  return credentialSql(
    {
      credential: "root_password",
      slot: null,
      created_at: "coalesce(password_last_changed_at, user_created_at)",
      last_used_at: "password_last_used_at",
      activity_at: "last_used_at",
      rank_now: "CASE WHEN mfa_active THEN 0 WHEN NOT mfa_active THEN -1 END",
      ...ROOT_USE,
    },
    "roots WHERE coalesce(password_enabled, has_credentials)",
  );
}

function rootKeySql(): string {
  return credentialSql(
    {
      credential: "root_key",
      slot: null,
      created_at: "user_created_at",
      last_used_at: "last_used_at",
      activity_at: "last_used_at",
      rank_now: "-1",
      ...ROOT_USE,
    },
    "roots WHERE active_keys > 0",
  );
}
