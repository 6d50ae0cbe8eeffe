import { AS_OF } from "../dates.js";

/** A month of the demonstration: from the audit before it to its own. Epoch seconds. */
export interface Month {
  /** 1: the month after the published cohort. */
  readonly number: number;
  readonly before: number;
  readonly now: number;
}

/** The audit time so many months after the published cohort. */
export function auditTime(months: number): number {
  const start = new Date(AS_OF * 1000);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate()) / 1000;
}

export function monthNumber(number: number): Month {
  return { number, before: auditTime(number - 1), now: auditTime(number) };
}
