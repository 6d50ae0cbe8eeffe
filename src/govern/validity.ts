import { DAY_SECONDS, formatDate, parseAuditTime } from "../model/time.js";
import type { Exception } from "./exception-schema.js";

export type Validity = "valid" | "expired" | "not_yet_valid";

/** Whether an exception holds at the audit time: from the first second of `created` (else always) to the last of `expires`, UTC. */
export function validityAt(
  { created, expires }: Pick<Exception, "created" | "expires">,
  asOf: number,
): Validity {
  const day = formatDate(asOf);
  if (day > expires) return "expired";
  return created !== undefined && day < created ? "not_yet_valid" : "valid";
}

/** Whole days from the day of the audit to another day; below zero: it is past. */
export function daysUntil(day: string, asOf: number): number {
  return (parseAuditTime(day) - parseAuditTime(formatDate(asOf))) / DAY_SECONDS;
}
