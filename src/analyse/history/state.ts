import { hasBit } from "./snapshot-bits.js";

/**
 * What a finding was in a snapshot: `fail`, `assumed` (it fails as long as evidence that could excuse it is not there) or
 * `unknown` as stored; `clear`: its account was covered, and it neither failed nor was it unknown (it passed, did not
 * apply, or what it is about was not there); `not_covered`: nothing is known, for the account was in no snapshot yet, has left
 * its organization, or the evidence that its rows come from is missing.
 */
export type State = "fail" | "assumed" | "unknown" | "clear" | "not_covered";

/** What is known of an account in a snapshot; `absent`: nothing of it could be read, and it is as it was before. */
type Place = "covered" | "no_evidence" | "gone" | "absent";

/** The place of an account in a snapshot, from its words. */
export function placeOf(account: readonly number[], snapshot: number): Place {
  if (hasBit(account, snapshot, "second"))
    return hasBit(account, snapshot, "first") ? "covered" : "no_evidence";
  return hasBit(account, snapshot, "first") ? "gone" : "absent";
}

/**
 * The states of a finding in each snapshot, from its words and those of its account; undefined where its account is absent.
 * `assumed` is the first half alone, `unknown` the second, `fail` both: whatever is joined to a `fail` leaves it one.
 */
export function statesOf(
  finding: readonly number[],
  account: readonly number[],
  snapshots: number,
): (State | undefined)[] {
  return Array.from({ length: snapshots }, (_, snapshot) => {
    const place = placeOf(account, snapshot);
    if (place === "absent") return undefined;
    const known = hasBit(finding, snapshot, "second");
    if (hasBit(finding, snapshot, "first")) return known ? "fail" : "assumed";
    if (known) return "unknown";
    return place === "covered" ? "clear" : "not_covered";
  });
}

/** The states as the picture of each snapshot shows them: an account that is not in one is as it was before. */
export function carried(states: readonly (State | undefined)[]): State[] {
  let last: State = "not_covered";
  return states.map((state) => {
    last = state ?? last;
    return last;
  });
}

/** Does an audit count it as failing? */
export function isFailing(state: State | undefined): boolean {
  return state === "fail" || state === "assumed";
}
