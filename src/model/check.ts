import type { CoverageStatus } from "./coverage.js";

/**
 * How a check of `iamspect doctor` ended: as evidence would be covered, or `warning` (it works, with something to
 * know), or `not_checked` (there was nothing to try it on).
 */
export type CheckStatus = CoverageStatus | "warning" | "not_checked";

/** What `iamspect doctor` found out about one thing. */
export interface Check {
  readonly about: "machine" | "organization" | "account";
  /** The account it was looked at in; null: about this machine. */
  readonly account_id: string | null;
  /** A kind of evidence, or what else was looked at, such as `node` or `lake`. */
  readonly check: string;
  readonly status: CheckStatus;
  /** The actions that were denied. */
  readonly missing: readonly string[];
  /** Words for people: what was found, and what to do about it. */
  readonly detail: string;
}

/** From harmless to grave. */
const GRAVITY: readonly CheckStatus[] = [
  "ok",
  "not_checked",
  "not_collected",
  "closed",
  "warning",
  "throttled",
  "error",
  "denied",
];

/** The gravest of several; `ok` of none. */
export function worstStatus(statuses: readonly CheckStatus[]): CheckStatus {
  return GRAVITY[Math.max(0, ...statuses.map((status) => GRAVITY.indexOf(status)))] ?? "ok";
}

/** Whether an audit would lack something: it would then end with exit code 4. */
export function isMissing({ status }: Pick<Check, "status">): boolean {
  return status === "denied" || status === "throttled" || status === "error";
}
