import { RANK } from "../model/status.js";
import { DAY_SECONDS } from "../model/time.js";
import type { Control } from "./control.js";

/**
 * The SQL that turns what a control says (`applies`, `fails`; NULL: not known) into a verdict.
 * Only this file makes verdicts, so no control can turn missing evidence into a pass.
 */

/** The rank of a verdict from two boolean columns. */
export function rankSql(applies: string, fails: string): string {
  return (
    `CASE WHEN NOT ${applies} THEN ${RANK.not_applicable}` +
    ` WHEN ${applies} IS NULL OR ${fails} IS NULL THEN ${RANK.unknown}` +
    ` WHEN ${fails} THEN ${RANK.fail} ELSE ${RANK.pass} END`
  );
}

/** A condition: older than so many days at the audit time, by the operator the control's tiers ask for. */
export function olderThan(column: string, days: number, asOf: number, operator: ">" | ">="): string {
  return `${column} ${operator === ">" ? "<" : "<="} ${asOf - days * DAY_SECONDS}`;
}

/** How many codes a control's verdicts can have: the four ranks, and one more for every tier. */
export function codeCount(control: Control): number {
  return RANK.fail + 1 + sortedTiers(control).length;
}

/** The SQL of a control's column by its name. */
export type ColumnSql = (name: string) => string;

/**
 * `weight` times the code of a subject's verdict: its rank, and for a failing one 3 + the number of tiers reached.
 * A control that gives the subject's verdict beside those of its credentials is counted by it; else the worst
 * credential decides.
 */
export function codeSql(control: Control, column: ColumnSql, asOf: number, weight: number): string {
  const code = (value: number) => String(value * weight);
  if (!control.select.items.has("applies")) {
    return worstSql(control, column, code, (ranks) => credentialTiers(control, ranks, column, asOf, code));
  }
  const tiers = tierCode(control, (days) => older(control, column("aged_from"), days, asOf), code);
  return verdictCode(column, code, tiers);
}

/** The rank of a subject's verdict: what `codeSql` says without the tiers. */
export function subjectRankSql(control: Control, column: ColumnSql): string {
  return control.select.items.has("applies")
    ? verdictCode(column, String, String(RANK.fail))
    : worstSql(control, column, String, () => String(RANK.fail));
}

type Code = (value: number) => string;

/** The code of the worst credential; `failing` is that of a failing one, made of the ranks of all. */
function worstSql(
  control: Control,
  column: ColumnSql,
  code: Code,
  failing: (ranks: readonly string[]) => string,
): string {
  const ranks = control.declaration.credentials.map(
    (name) => `(${rankSql(column(`${name}_applies`), column(`${name}_fails`))})`,
  );
  const any = (rank: number) => ranks.map((sql) => `${sql} = ${rank}`).join(" OR ");
  return (
    `CASE WHEN ${any(RANK.fail)} THEN ${failing(ranks)}` +
    ` WHEN ${any(RANK.unknown)} THEN ${code(RANK.unknown)}` +
    ` WHEN ${any(RANK.pass)} THEN ${code(RANK.pass)} ELSE ${code(RANK.not_applicable)} END`
  );
}

/**
 * One CASE of constants with the whole conditions in it: engines test a condition on the rows that are left and no
 * others, while a column of truth values would be made for all. It is what a pass over the lake costs.
 */
function verdictCode(column: ColumnSql, code: Code, failing: string): string {
  const [applies, fails] = [column("applies"), column("fails")];
  return (
    `CASE WHEN ${applies} AND ${fails} THEN ${failing}` +
    ` WHEN NOT ${applies} THEN ${code(RANK.not_applicable)}` +
    ` WHEN ${applies} AND NOT ${fails} THEN ${code(RANK.pass)}` +
    ` ELSE ${code(RANK.unknown)} END`
  );
}

function credentialTiers(
  control: Control,
  ranks: readonly string[],
  column: ColumnSql,
  asOf: number,
  code: Code,
): string {
  const reached = (days: number) =>
    control.declaration.credentials
      .map((name, index) => {
        const aged = older(control, column(`${name}_aged_from`), days, asOf);
        return `(${ranks[index]} = ${RANK.fail} AND ${aged})`;
      })
      .join(" OR ");
  return tierCode(control, reached, code);
}

/** 3 + the number of tiers that the condition reaches; tiers are tested from the oldest down. */
function tierCode(control: Control, reached: (days: number) => string, code: Code): string {
  const days = sortedTiers(control);
  if (days.length === 0) return code(RANK.fail);
  const cases = days
    .map((limit, index) => `WHEN ${reached(limit)} THEN ${code(RANK.fail + index + 1)}`)
    .reverse();
  return `CASE ${cases.join(" ")} ELSE ${code(RANK.fail)} END`;
}

function older(control: Control, column: string, days: number, asOf: number): string {
  return olderThan(column, days, asOf, control.declaration.tiers?.operator ?? ">");
}

export function sortedTiers(control: Control): number[] {
  return [...(control.declaration.tiers?.older_than_days ?? [])].sort((a, b) => a - b);
}
