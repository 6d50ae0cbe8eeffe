import { SLOTS, type Slot } from "./key-slot.js";

/**
 * Columns of `iam_users` that are computed once when the table is written: SQL over its other columns. Written so that
 * what is not known stays NULL: a count is NULL as soon as one of its parts is not known, and a key counts as active only
 * when the report says so.
 */

const LATEST = "9223372036854775807";
const EARLIEST = "-9223372036854775807";

/** A password or a key slot, by the beginning of its columns. */
const CREDENTIALS = [
  { active: "password_enabled", at: "password_activity_at" },
  ...SLOTS.map((slot) => ({ active: `access_key_${slot}_active`, at: `access_key_${slot}_activity_at` })),
];

/** Smallest or largest of expressions that may be NULL: `least` treats NULL differently from engine to engine. */
function extreme(which: "least" | "greatest", expressions: readonly string[]): string {
  const none = which === "least" ? LATEST : EARLIEST;
  const all = expressions.map((sql) => `coalesce(${sql}, ${none})`).join(", ");
  return `nullif(${which}(${all}), ${none})`;
}

/** 1 for one that is active; not known where it is active and the time that judges it is not known. */
const counted = (active: string, at: string) =>
  `CASE WHEN ${active} AND ${at} IS NULL THEN NULL ELSE CAST(${active} AS INTEGER) END`;

const activeKeyAt = (slot: Slot) =>
  `CASE WHEN access_key_${slot}_active THEN access_key_${slot}_created_at END`;

/**
 * When each enabled credential was last used, else made: a credential never used has no last-used date. Reports from
 * before 2015 lack the last-used columns; `<credential>_use_known` is false for them, and NULL results: no date is then
 * known to stand for "never used".
 */
export const userActivity = {
  password_activity_at:
    "CASE WHEN password_enabled AND password_use_known THEN coalesce(password_last_used_at, password_last_changed_at, created_at) END",
  ...Object.fromEntries(
    SLOTS.map((slot) => {
      const key = `access_key_${slot}`;
      return [
        `${key}_activity_at`,
        `CASE WHEN ${key}_active AND ${key}_use_known THEN coalesce(${key}_last_used_at, ${key}_created_at) END`,
      ];
    }),
  ),
};

/** Over the passwords and keys of a user together. */
export const userAggregates = {
  has_active_key: SLOTS.map((slot) => `access_key_${slot}_active`).join(" OR "),
  active_keys: SLOTS.map((slot) =>
    counted(`access_key_${slot}_active`, `access_key_${slot}_created_at`),
  ).join(" + "),
  oldest_active_key_at: extreme("least", SLOTS.map(activeKeyAt)),
  newest_active_key_at: extreme("greatest", SLOTS.map(activeKeyAt)),
  last_activity_at: extreme(
    "greatest",
    CREDENTIALS.map(({ at }) => at),
  ),
  has_enabled_credential: CREDENTIALS.map(({ active }) => active).join(" OR "),
  group_count: "CAST(len(groups) AS INTEGER)",
  enabled_credentials: CREDENTIALS.map(({ active, at }) => counted(active, at)).join(" + "),
};
