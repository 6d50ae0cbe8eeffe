import { stringLiteral } from "../engine/sql.js";
import type { Control } from "./control.js";

/** By what subjects are counted apart; `year`: the calendar year (UTC) in which they were created. */
export type Grouping = "none" | "account" | "year";

/** The group of subjects of which the year of creation is not known. */
export const UNKNOWN_YEAR = "unknown";
/** IAM came in 2010. A time before it is told as what it is, but nobody needs a row for each year. */
const FIRST_YEAR = 2010;
/** Later than any audit of a credential report. */
const LAST_YEAR = 2099;

/** Whether the subjects of a control have a time of creation by which they are counted. */
export function hasYear({ entity, table }: Control): boolean {
  return entity.datedBy !== undefined && entity.datedBy in table.columns;
}

/** SQL of the group of a row; null: all rows are one. */
export function groupSql(grouping: Grouping, alias: string): string | null {
  if (grouping === "none") return null;
  return grouping === "account" ? `${alias}.account_id` : yearSql(`${alias}.created_at`, `${alias}.as_of`);
}

/**
 * The year of an epoch second, as text. Constants, because engines have no function in common that gives it in UTC. What
 * is NULL, or later than the audit, falls through every comparison.
 */
function yearSql(seconds: string, asOf: string): string {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index);
  const cases: [before: number, name: string][] = [
    [FIRST_YEAR, `${FIRST_YEAR - 1} or before`],
    ...years.map((year): [number, string] => [year + 1, String(year)]),
  ];
  const branches = cases.map(
    ([year, name]) => `WHEN ${seconds} < ${Date.UTC(year) / 1000} THEN ${stringLiteral(name)}`,
  );
  return `CASE WHEN ${seconds} > ${asOf} THEN ${stringLiteral(UNKNOWN_YEAR)} ${branches.join(" ")} ELSE ${stringLiteral(UNKNOWN_YEAR)} END`;
}
