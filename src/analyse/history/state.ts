import { hasBit } from "./snapshot-bits.js";

/**
 * What a finding was in a snapshot: `fail`, `assumed` (it fails as long as evidence that could excuse it is not there) or
 * `unknown` as stored; `clear`: its account was covered, and it neither failed nor was it unknown (it passed, did not
 * apply, or what it is about was not there); `not_covered`: nothing is known, for the account is not in the snapshot or
 * the evidence that its rows come from is missing.
 */
export type State = "fail" | "assumed" | "unknown" | "clear" | "not_covered";

/**
 * The states of a finding over all snapshots, from its words and those of its account (first half: covered). `assumed` is
 * the first half alone, `unknown` the second, `fail` both: whatever is joined to a `fail` leaves it one.
 */
export function statesOf(finding: readonly number[], account: readonly number[], snapshots: number): State[] {
  return Array.from({ length: snapshots }, (_, snapshot) => {
    const known = hasBit(finding, snapshot, "second");
    if (hasBit(finding, snapshot, "first")) return known ? "fail" : "assumed";
    if (known) return "unknown";
    return hasBit(account, snapshot, "first") ? "clear" : "not_covered";
  });
}

/** Does an audit count it as failing? */
export function isFailing(state: State | undefined): boolean {
  return state === "fail" || state === "assumed";
}
