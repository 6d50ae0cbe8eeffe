import { RANK } from "../model/status.js";
import { DAY_SECONDS } from "../model/time.js";
import type { Control } from "./control.js";

/**
 * The SQL that turns what a control says (`applies`, `fails`; NULL: not known) into a verdict. Only this file makes verdicts,
 * so no control can turn missing evidence into a pass.
 */

/** The SQL of a control's column by its name; NULL of one that it does not give. */
export type ColumnSql = (name: string) => string;

/**
 * The rank of a verdict; `failing` stands for that of a failing one. Whole conditions stand in one CASE of constants:
 * engines test a condition on the rows that are left and no others, while a column of truth values would be made for all.
 */
export function rankSql(column: ColumnSql, failing: string = String(RANK.fail)): string {
  const [applies, fails] = [column("applies"), column("fails")];
  return (
    `CASE WHEN ${applies} AND ${fails} THEN ${failing}` +
    ` WHEN NOT ${applies} THEN ${RANK.not_applicable}` +
    ` WHEN ${applies} AND NOT ${fails} THEN ${RANK.pass}` +
    ` ELSE ${RANK.unknown} END`
  );
}

/** The same with how old what fails is: 3 + the number of tiers reached, so that the greatest is the worst and the oldest. */
export function codeSql(control: Control, column: ColumnSql, asOf: string): string {
  const days = sortedTiers(control);
  if (days.length === 0) return rankSql(column);
  const cases = days
    .map(
      (limit, index) =>
        `WHEN ${older(control, column("aged_from"), limit, asOf)} THEN ${RANK.fail + index + 1}`,
    )
    .reverse();
  return rankSql(column, `CASE ${cases.join(" ")} ELSE ${RANK.fail} END`);
}

/** The largest tier that a failing verdict reached, in days; NULL: none. */
export function tierSql(control: Control, rank: string, agedFrom: string, asOf: string): string {
  const cases = sortedTiers(control)
    .reverse()
    .map((days) => `WHEN ${rank} = ${RANK.fail} AND ${older(control, agedFrom, days, asOf)} THEN ${days}`);
  return cases.length === 0 ? "CAST(NULL AS INTEGER)" : `CASE ${cases.join(" ")} END`;
}

/** A condition: older than so many days at the audit time, by an operator. */
export function olderThan(column: string, days: number, asOf: string, operator: ">" | ">="): string {
  return `${column} ${operator === ">" ? "<" : "<="} ${asOf} - ${days * DAY_SECONDS}`;
}

function older(control: Control, column: string, days: number, asOf: string): string {
  return olderThan(column, days, asOf, control.declaration.tiers?.operator ?? ">");
}

/** The limits of the tiers of a control, ascending. */
export function sortedTiers({ declaration }: Control): number[] {
  return [...(declaration.tiers?.older_than_days ?? [])].sort((a, b) => a - b);
}

/** The worst of ranks or codes that are never NULL. */
export function worstSql(codes: readonly string[]): string {
  return codes.length === 1 ? (codes[0] ?? "0") : `greatest(${codes.join(", ")})`;
}
