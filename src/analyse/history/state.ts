import { hasBit } from "./snapshot-bits.js";

/**
 * What a finding was in a snapshot: `fail` or `unknown` as stored; `clear`: its account was covered, and it neither
 * failed nor was it unknown (it passed, did not apply, or what it is about was not there); `not_covered`: nothing is
 * known, for the account is not in the snapshot or the evidence that its rows come from is missing.
 */
export type State = "fail" | "unknown" | "clear" | "not_covered";

/** The states of a finding over all snapshots, from its words (fail, unknown) and those of its account (covered). */
export function statesOf(finding: readonly number[], account: readonly number[], snapshots: number): State[] {
  return Array.from({ length: snapshots }, (_, snapshot) => {
    if (hasBit(finding, snapshot, "first")) return "fail";
    if (hasBit(finding, snapshot, "second")) return "unknown";
    return hasBit(account, snapshot, "first") ? "clear" : "not_covered";
  });
}
