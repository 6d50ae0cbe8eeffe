import { z } from "zod";
import type { Dialect } from "../../engine/engine.js";
import { likeSql } from "../../engine/like.js";
import { stringLiteral } from "../../engine/sql.js";
import { isEmptySelector, isOfAccount, type Selector, selectorMembers, selectorSql } from "./selector.js";

const oneOrMany = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === "string" ? [value] : value));

/**
 * An entry of `owners` in `iamspect.yaml` or in a file of owners: the first that gives an owner decides.
 * Either `owner` and whom it owns, or `from` and where the name is to be found.
 */
export const ownerRuleSchema = z.union([
  z
    .strictObject({ owner: z.string().min(1), ...selectorMembers })
    .refine(
      (one) => !isEmptySelector(one),
      "owns nothing: give account, organizational_unit, name, path, group or tag",
    ),
  /** The value of a tag of the user, or of its account; of several keys the first that is there. */
  z.strictObject({ from: z.enum(["tag", "account_tag"]), key: oneOrMany }),
  /** The first group, in the order of the letters, that fits the pattern; what `*` stands for is the owner. */
  z.strictObject({
    from: z.literal("group"),
    pattern: z.string().regex(/^[^*?]*\*[^*?]*$/, "needs one * and no ?"),
  }),
  /** A segment of the IAM path: 1 is the first. */
  z.strictObject({ from: z.literal("path"), segment: z.int().min(1).max(10).default(1) }),
  /** So many levels of the organizational unit's path. */
  z.strictObject({ from: z.literal("organizational_unit"), levels: z.int().min(1).max(5).default(1) }),
  /** Name, else alias, else id of the account. */
  z.strictObject({ from: z.literal("account") }),
]);
export type OwnerRule = z.output<typeof ownerRuleSchema>;

/** Where no rule was written: what people tag as owner or team, else the account itself. */
export const DEFAULT_OWNERS: readonly OwnerRule[] = [
  { from: "tag", key: ["owner", "team", "contact", "cost-center"] },
  { from: "account_tag", key: ["owner", "team", "contact", "cost-center"] },
  { from: "account" },
];

/** Where the owner comes from is told beside it, such as `tag owner`. */
export interface OwnerColumns {
  readonly owner: string;
  readonly owner_from: string;
}

/** Expressions over a row `u` of iam_users joined with its account `a`; NULL where no rule gives an owner. */
export function ownerColumns(rules: readonly OwnerRule[], dialect: Dialect): OwnerColumns {
  return toColumns(rules.flatMap((rule, number) => sources(rule, number, dialect)));
}

/** The same for an account: rules that ask for something of a user do not fit it. */
export function accountOwnerColumns(rules: readonly OwnerRule[], dialect: Dialect): OwnerColumns {
  const ofAccount = rules.flatMap((rule, number) =>
    tellsOfAccount(rule) ? sources(rule, number, dialect) : [],
  );
  return toColumns(
    ofAccount.map((one) => ({ ...one, sql: one.sql.replaceAll("u.account_id", "a.account_id") })),
  );
}

function tellsOfAccount(rule: OwnerRule): boolean {
  if ("owner" in rule) return isOfAccount(rule as Selector);
  return !["tag", "group", "path"].includes(rule.from);
}

interface Source {
  /** Text or NULL. */
  readonly sql: string;
  readonly from: string;
}

function toColumns(all: readonly Source[]): OwnerColumns {
  if (all.length === 0) return { owner: "CAST(NULL AS VARCHAR)", owner_from: "CAST(NULL AS VARCHAR)" };
  const whens = all.map(({ sql, from }) => `WHEN ${sql} IS NOT NULL THEN ${stringLiteral(from)}`);
  return {
    owner: `coalesce(${all.map(({ sql }) => sql).join(", ")}, NULL)`,
    owner_from: `CASE ${whens.join(" ")} END`,
  };
}

function sources(rule: OwnerRule, number: number, dialect: Dialect): Source[] {
  if ("owner" in rule) {
    const sql = `CASE WHEN ${selectorSql(rule, dialect)} THEN ${stringLiteral(rule.owner)} END`;
    return [{ sql, from: `owners[${number}]` }];
  }
  switch (rule.from) {
    case "tag":
    case "account_tag": {
      const tags = rule.from === "tag" ? "u.tags" : "a.tags";
      const words = rule.from === "tag" ? "tag" : "account tag";
      return rule.key.map((key) => ({ sql: tagSql(tags, key, dialect), from: `${words} ${key}` }));
    }
    case "group":
      return [{ sql: groupSql(rule.pattern, dialect), from: `group ${rule.pattern}` }];
    case "path":
      return [
        {
          sql: `nullif(split_part(u.path, '/', ${rule.segment + 1}), '')`,
          from: `path segment ${rule.segment}`,
        },
      ];
    case "organizational_unit":
      return [{ sql: unitSql(rule.levels), from: "organizational unit" }];
    case "account":
      return [{ sql: "coalesce(nullif(a.name, ''), a.alias, a.account_id)", from: "account" }];
  }
}

/** Keys are written in many ways: Owner, owner. The value is left as it is. */
function tagSql(tags: string, key: string, dialect: Dialect): string {
  const spellings = [...new Set([key, key.toLowerCase(), key.toUpperCase(), capitalized(key)])];
  return `nullif(coalesce(${spellings.map((one) => dialect.jsonMember(tags, one)).join(", ")}, NULL), '')`;
}

function capitalized(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1).toLowerCase();
}

function groupSql(pattern: string, dialect: Dialect): string {
  const [before = "", after = ""] = pattern.split("*");
  const name = dialect.firstMember("u.groups", (member) => likeSql(member, pattern));
  return `substr(${name}, ${before.length + 1}, length(${name}) - ${before.length + after.length})`;
}

function unitSql(levels: number): string {
  const parts = Array.from({ length: levels }, (_, index) => `split_part(a.ou_path, '/', ${index + 2})`);
  const path = parts
    .map((part) => `CASE WHEN ${part} <> '' THEN concat('/', ${part}) ELSE '' END`)
    .join(" || ");
  return `nullif(${path}, '')`;
}
