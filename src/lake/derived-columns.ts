import { stringLiteral } from "../engine/sql.js";
import { TIERS } from "../policy/privilege-rules.js";

/**
 * Columns that many controls need, computed once when a table is written and read by all: SQL expressions over its
 * other columns. Written so that what is not known stays NULL: a count is NULL as soon as one of its parts is not known,
 * and a key counts as active only when the report says so.
 */

const LATEST = "9223372036854775807";
const EARLIEST = "-9223372036854775807";

/** Creation of the key, when it is known to be active. */
const activeKeyAt = (slot: 1 | 2) =>
  `CASE WHEN access_key_${slot}_active THEN access_key_${slot}_created_at END`;

const activity = ["password", "access_key_1", "access_key_2"].map((name) => `${name}_activity_at`);

/** Smallest or largest of expressions that may be NULL: `least` treats NULL differently from engine to engine. */
function extreme(which: "least" | "greatest", expressions: readonly string[]): string {
  const none = which === "least" ? LATEST : EARLIEST;
  const all = expressions.map((sql) => `coalesce(${sql}, ${none})`).join(", ");
  return `nullif(${which}(${all}), ${none})`;
}

const keyCount = (slot: 1 | 2) =>
  `CASE WHEN access_key_${slot}_active AND access_key_${slot}_created_at IS NULL THEN NULL` +
  ` ELSE CAST(access_key_${slot}_active AS INTEGER) END`;

/** A credential counts when it is enabled; not known when it is enabled but its activity is not. */
const enabledCount = (enabled: string, at: string) =>
  `CASE WHEN ${enabled} AND ${at} IS NULL THEN NULL ELSE CAST(${enabled} AS INTEGER) END`;

const gap = (slot: 1 | 2) =>
  `CASE WHEN access_key_${slot}_active THEN abs(access_key_${slot}_created_at - created_at) END`;

type Columns = Readonly<Record<string, string>>;

/** Of `iam_users`, over the report's columns and the `_activity_at` columns. */
const DERIVED_COLUMNS: Columns = {
  has_active_key: "access_key_1_active OR access_key_2_active",
  active_keys: `${keyCount(1)} + ${keyCount(2)}`,
  oldest_active_key_at: extreme("least", [activeKeyAt(1), activeKeyAt(2)]),
  newest_active_key_at: extreme("greatest", [activeKeyAt(1), activeKeyAt(2)]),
  setup_gap_seconds: extreme("least", [gap(1), gap(2)]),
  last_activity_at: extreme("greatest", activity),
  least_recent_activity_at: extreme("least", activity),
  has_enabled_credential: "password_enabled OR access_key_1_active OR access_key_2_active",
  enabled_credentials: [
    enabledCount("password_enabled", "password_activity_at"),
    enabledCount("access_key_1_active", "access_key_1_activity_at"),
    enabledCount("access_key_2_active", "access_key_2_activity_at"),
  ].join(" + "),
};

/**
 * When each enabled credential was last used, else made: a credential never used has no last-used date.
 * Reports from before 2015 lack the last-used columns; `<credential>_use_known` is false for them, and NULL
 * results: no date is then known to stand for "never used".
 */
const ACTIVITY_COLUMNS: Columns = {
  password_activity_at:
    "CASE WHEN password_enabled AND password_use_known THEN coalesce(password_last_used_at, password_last_changed_at, created_at) END",
  access_key_1_activity_at:
    "CASE WHEN access_key_1_active AND access_key_1_use_known THEN coalesce(access_key_1_last_used_at, access_key_1_created_at) END",
  access_key_2_activity_at:
    "CASE WHEN access_key_2_active AND access_key_2_use_known THEN coalesce(access_key_2_last_used_at, access_key_2_created_at) END",
};

/** A tier as a number, which engines compare many times faster than a text. */
const tierRank = (column: string) =>
  `CASE ${column} ${TIERS.map((tier, rank) => `WHEN ${stringLiteral(tier)} THEN ${rank}`).join(" ")} END`;

const RANK_COLUMNS: Columns = Object.fromEntries(
  ["no_mfa", "console", "key", "mfa"].map((name) => [`rank_${name}`, tierRank(`tier_${name}`)]),
);

const isEnforced = (verdict: string) =>
  `CASE ${verdict} WHEN 'enforced' THEN TRUE WHEN 'partial' THEN FALSE WHEN 'not_enforced' THEN FALSE END`;

const ENFORCED_COLUMNS: Columns = {
  console_enforced: isEnforced("console_verdict"),
  key_enforced: isEnforced("key_verdict"),
};

/** Each step may read the columns of those before it. */
const STEPS: Readonly<Record<string, readonly Columns[]>> = {
  iam_users: [ACTIVITY_COLUMNS, DERIVED_COLUMNS],
  effective_mfa: [ENFORCED_COLUMNS],
  privilege: [RANK_COLUMNS],
};

/** Names of the derived columns of a table. */
export function derivedColumns(table: string): ReadonlySet<string> {
  return new Set((STEPS[table] ?? []).flatMap((columns) => Object.keys(columns)));
}

/** SELECT of rows of a table with its derived columns beside the given ones. */
export function withDerivedColumns(table: string, rows: string): string {
  return (STEPS[table] ?? []).reduce((sql, columns, step) => {
    const items = Object.entries(columns).map(([name, expression]) => `${expression} AS ${name}`);
    return `SELECT *, ${items.join(", ")} FROM (${sql}) step_${step}`;
  }, rows);
}
