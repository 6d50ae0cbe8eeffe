import { z } from "zod";
import type { Dialect } from "../../engine/engine.js";
import { likeSql } from "../../engine/like.js";
import { literal, stringLiteral } from "../../engine/sql.js";

const patterns = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === "string" ? [value] : value));
const tags = z.record(z.string().min(1), patterns);

/**
 * Which users are meant. All members must fit, and of several patterns of a member one. In a pattern `*` is any text and `?`
 * any one character; letters of any case. What is not known fits nothing.
 */
export const selectorMembers = {
  arn: patterns.optional(),
  name: patterns.optional(),
  /** IAM path, such as /service/. */
  path: patterns.optional(),
  /** Name of an IAM group that the user is in. */
  group: patterns.optional(),
  /** Tags of the user. */
  tag: tags.optional(),
  /** Account ids. */
  account: patterns.optional(),
  account_tag: tags.optional(),
  /** Paths such as /Workloads/Prod; the units below are meant too. */
  organizational_unit: patterns.optional(),
} as const;

const selector = z.object(selectorMembers);
export type Selector = z.output<typeof selector>;

/** Members of a selector that tell of the user itself; the others tell of its account. */
const OF_USER = ["arn", "name", "path", "group", "tag"] as const;

export function isOfAccount(one: Selector): boolean {
  return OF_USER.every((member) => one[member] === undefined);
}

export function isEmptySelector(one: Selector): boolean {
  return Object.keys(selectorMembers).every((member) => one[member as keyof Selector] === undefined);
}

/** Whether a user fits: a condition over a row `u` of iam_users joined with its account `a`. Never NULL. */
export function selectorSql(one: Selector, dialect: Dialect): string {
  const conditions = [
    anyLike("u.arn", one.arn),
    anyLike("u.user_name", one.name),
    anyLike("u.path", one.path),
    anyLike("u.account_id", one.account),
    one.group && dialect.anyMember("u.groups", (name) => anyLike(name, one.group) ?? "FALSE"),
    ...tagsLike("u.tags", one.tag, dialect),
    ...tagsLike("a.tags", one.account_tag, dialect),
    one.organizational_unit && or(one.organizational_unit.map((unit) => belowUnit("a.ou_path", unit))),
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? "FALSE" : `coalesce(${conditions.join(" AND ")}, FALSE)`;
}

function anyLike(expression: string, wanted: readonly string[] | undefined): string | undefined {
  return wanted && matchesAny(`lower(${expression})`, wanted);
}

/** Whole texts are looked up at once: a file of owners has thousands of them. */
function matchesAny(text: string, wanted: readonly string[]): string {
  const lower = wanted.map((pattern) => pattern.toLowerCase());
  const whole = lower.filter((pattern) => !/[*?]/.test(pattern));
  const found = lower.filter((pattern) => /[*?]/.test(pattern)).map((pattern) => likeSql(text, pattern));
  return or(whole.length === 0 ? found : [`${text} IN (${whole.map(stringLiteral).join(", ")})`, ...found]);
}

function tagsLike(tags: string, wanted: Selector["tag"], dialect: Dialect): string[] {
  return Object.entries(wanted ?? {}).map(([key, values]) => {
    const value = dialect.jsonMember(`lower(${tags})`, key.toLowerCase());
    return matchesAny(value, values);
  });
}

/** An OU path is the unit's or lies below it. */
export function belowUnit(path: string, unit: string): string {
  const below = unit.endsWith("/") ? unit : `${unit}/`;
  return `(${path} = ${literal(unit)} OR starts_with(${path}, ${stringLiteral(below)}))`;
}

function or(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] ?? "FALSE") : `(${conditions.join(" OR ")})`;
}
