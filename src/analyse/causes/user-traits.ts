import type { Dialect } from "../../engine/engine.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import { SHARED_TABLES } from "./work-tables.js";
import { yearSql } from "./year-sql.js";

/**
 * Digits and what looks like a machine's id: names that differ in nothing else have one shape. RE2 and Java read the
 * pattern alike.
 */
const GENERATED = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,}|[0-9]+";
const PATH_LEVELS = [1, 2, 3];

/** Columns of the table of users that traits of users are made of, as expressions over `iam_users u`. */
export function userColumns(dialect: Dialect, asOf: number): Readonly<Record<string, string>> {
  const used = (slot: 1 | 2, what: "service" | "region") =>
    `CASE WHEN u.access_key_${slot}_active THEN u.access_key_${slot}_last_used_${what} END`;
  const both = (what: "service" | "region") => ({
    [`${what}_1`]: used(1, what),
    // A trait is carried once.
    [`${what}_2`]: `CASE WHEN ${used(2, what)} <> coalesce(${used(1, what)}, '') THEN ${used(2, what)} END`,
  });
  return {
    iam_path: "u.path",
    name_shape: dialect.replaceAll("lower(u.user_name)", GENERATED, "#"),
    creation_year: yearSql("u.created_at", asOf),
    boundary: policyName("u.boundary_arn"),
    ...both("service"),
    ...both("region"),
    group_names: "u.groups",
    tags: "u.tags",
  };
}

/**
 * Columns with one value a user, and the traits that follow from a value `x`. They are worked out once for each
 * distinct value, not for each user.
 */
export const COLUMN_TRAITS: Readonly<Record<string, readonly (readonly [TraitKind, string])[]>> = {
  iam_path: [
    ["iam_path", "CASE WHEN x = '/' THEN x END"],
    ...PATH_LEVELS.map(
      (level) => ["iam_path", `nullif(regexp_extract(x, '^(?:/[^/]+){${level}}/'), '')`] as const,
    ),
  ],
  name_shape: [
    ["name_shape", "x"],
    ["name_prefix", "nullif(regexp_extract(x, '^([^-_./+=,@]+)[-_./+=,@]', 1), '')"],
    [
      "name_suffix",
      "CASE WHEN x NOT LIKE '%@%' THEN nullif(regexp_extract(x, '[-_./+=,]([^-_./+=,]+)$', 1), '') END",
    ],
    ["mail_domain", "CASE WHEN x LIKE '_%@_%' THEN split_part(x, '@', 2) END"],
  ],
  creation_year: [["creation_year", "x"]],
  boundary: [["boundary", "x"]],
};

/** Traits of which a user can have several: SELECT of columns of the table of users, and the `value`. */
export function listTraits(
  dialect: Dialect,
  { users, kept }: { readonly users: string; readonly kept: readonly string[] },
): ReadonlyMap<TraitKind, string> {
  const columns = kept.map((name) => `s.${name}`).join(", ");
  const of = (value: string, from: string) => `SELECT ${columns}, ${value} AS value FROM ${from}`;
  const slots = (what: string) =>
    [1, 2]
      .map((slot) => of(`s.${what}_${slot}`, `${users} s WHERE s.${what}_${slot} IS NOT NULL`))
      .join(" UNION ALL ");
  const tags = `(${dialect.jsonMembers(users, "tags", kept)}) s`;
  const joined = (table: string) => `${table} t JOIN ${users} s ON s.subject = t.subject`;
  const policies = (kind: string) =>
    `(SELECT DISTINCT principal_arn, policy_id FROM policy_attachments WHERE kind = '${kind}') t` +
    ` JOIN ${users} s ON s.subject = t.principal_arn`;
  const byAws = "t.policy_id LIKE 'arn:%:iam::aws:policy/%'";
  const name = policyName("t.policy_id");
  const policy = `CASE WHEN ${byAws} THEN concat('aws:', ${name}) ELSE ${name} END`;
  return new Map<TraitKind, string>([
    ["group", dialect.listElements(users, "group_names", kept)],
    ["tag", of("concat(s.key, '=', s.value)", tags)],
    ["tag_key", of("s.key", tags)],
    ["attached_policy", of(policy, policies("attached"))],
    ["inline_policy", of("split_part(t.policy_id, '#', 2)", policies("inline"))],
    ["key_service", slots("service")],
    ["key_region", slots("region")],
    ["burst", of("t.burst", joined(SHARED_TABLES.bursts))],
    ["in_burst", of("'yes'", joined(SHARED_TABLES.bursts))],
    ["key_burst", of("t.burst", joined(SHARED_TABLES.keyBursts))],
    ["in_key_burst", of("'yes'", joined(`(SELECT DISTINCT subject FROM ${SHARED_TABLES.keyBursts})`))],
  ]);
}

/** Path and name of a managed policy, whatever the account. */
function policyName(arn: string): string {
  return `nullif(regexp_extract(${arn}, ':policy/(.*)$', 1), '')`;
}
