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

/**
 * The code of a subject's verdict: its rank, and for a failing one 3 + the number of tiers reached.
 * `prefix` stands before the control's columns. A control that gives the subject's verdict beside those of
 * its credentials is counted by it; else the worst credential decides.
 */
export function codeSql(control: Control, prefix: string, asOf: number): string {
  const { credentials } = control.declaration;
  if (control.select.items.has("applies")) {
    return verdictCode(control, `${prefix}applies`, `${prefix}fails`, `${prefix}aged_from`, asOf);
  }
  const ranks = credentials.map(
    (name) => `(${rankSql(`${prefix}${name}_applies`, `${prefix}${name}_fails`)})`,
  );
  const any = (rank: number) => ranks.map((sql) => `${sql} = ${rank}`).join(" OR ");
  return (
    `CASE WHEN ${any(RANK.fail)} THEN ${credentialTiers(control, ranks, prefix, asOf)}` +
    ` WHEN ${any(RANK.unknown)} THEN ${RANK.unknown}` +
    ` WHEN ${any(RANK.pass)} THEN ${RANK.pass} ELSE ${RANK.not_applicable} END`
  );
}

/** One CASE of constants, in the order that settles most rows first: it is what a pass over the lake costs. */
function verdictCode(
  control: Control,
  applies: string,
  fails: string,
  agedFrom: string,
  asOf: number,
): string {
  return (
    `CASE WHEN NOT ${applies} THEN ${RANK.not_applicable}` +
    ` WHEN NOT ${fails} THEN CASE WHEN ${applies} THEN ${RANK.pass} ELSE ${RANK.unknown} END` +
    ` WHEN ${applies} AND ${fails} THEN ${tierCode(control, (days) => older(control, agedFrom, days, asOf))}` +
    ` ELSE ${RANK.unknown} END`
  );
}

function credentialTiers(control: Control, ranks: readonly string[], prefix: string, asOf: number): string {
  return tierCode(control, (days) =>
    control.declaration.credentials
      .map((name, index) => {
        const aged = older(control, `${prefix}${name}_aged_from`, days, asOf);
        return `(${ranks[index]} = ${RANK.fail} AND ${aged})`;
      })
      .join(" OR "),
  );
}

/** 3 + the number of tiers that the condition reaches; tiers are tested from the oldest down. */
function tierCode(control: Control, reached: (days: number) => string): string {
  const days = sortedTiers(control);
  if (days.length === 0) return String(RANK.fail);
  const cases = days.map((limit, index) => `WHEN ${reached(limit)} THEN ${RANK.fail + index + 1}`).reverse();
  return `CASE ${cases.join(" ")} ELSE ${RANK.fail} END`;
}

function older(control: Control, column: string, days: number, asOf: number): string {
  return olderThan(column, days, asOf, control.declaration.tiers?.operator ?? ">");
}

export function sortedTiers(control: Control): number[] {
  return [...(control.declaration.tiers?.older_than_days ?? [])].sort((a, b) => a - b);
}
