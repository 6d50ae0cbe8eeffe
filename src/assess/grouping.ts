import { stringLiteral } from "../engine/sql.js";
import { tableNamed } from "../entities/index.js";
import type { Control } from "./control.js";

/** By what subjects are counted apart; `year`: the calendar year (UTC) in which they were created. */
export type Grouping = "none" | "account" | "year";

/** The group of subjects of which the year of creation is not known. */
export const UNKNOWN_YEAR = "unknown";
/** IAM came in 2010. A time before it is told as what it is, but nobody needs a row for each year. */
const FIRST_YEAR = 2010;

/** Whether the subjects of a control are users with a time of creation, so that they can be counted by its year. */
export function hasYear({ declaration }: Control): boolean {
  const { kind, table } = declaration.subject;
  return kind === "iam_user" && "created_at" in tableNamed(table).columns;
}

/** SQL of the group of a row; null: all rows are one. */
export function groupSql(grouping: Grouping, alias: string, asOf: number): string | null {
  if (grouping === "none") return null;
  return grouping === "account" ? `${alias}.account_id` : yearSql(`${alias}.created_at`, asOf);
}

/**
 * The year of an epoch second, as text. Constants, because engines have no function in common that gives it in UTC. What
 * is NULL, or later than the year of the audit, falls through every comparison.
 */
function yearSql(seconds: string, asOf: number): string {
  const last = new Date(asOf * 1000).getUTCFullYear();
  const years = Array.from({ length: Math.max(0, last - FIRST_YEAR + 1) }, (_, index) => FIRST_YEAR + index);
  const cases: [before: number, name: string][] = [
    [FIRST_YEAR, `${FIRST_YEAR - 1} or before`],
    ...years.map((year): [number, string] => [year + 1, String(year)]),
  ];
  const branches = cases.map(
    ([year, name]) => `WHEN ${seconds} < ${Date.UTC(year) / 1000} THEN ${stringLiteral(name)}`,
  );
  return `CASE ${branches.join(" ")} ELSE ${stringLiteral(UNKNOWN_YEAR)} END`;
}
