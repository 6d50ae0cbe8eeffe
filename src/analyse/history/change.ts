import { isFailing, type State } from "./state.js";

/** What became of a finding from one snapshot to a later one; docs/trend.md defines each. */
export const CHANGES = [
  "new",
  "reopened",
  "became_known",
  "persisting",
  "fixed",
  "became_unknown",
  "evidence_changed",
  "not_compared",
] as const;
export type Change = (typeof CHANGES)[number];

/**
 * The change of a finding between the snapshots at two places of its history; undefined where it fails in neither.
 * What was or is unknown or not covered is never new and never fixed: evidence came or went, not the risk. The same holds
 * of what fails only because evidence that could excuse it is not there.
 */
export function changeBetween(states: readonly State[], before: number, after: number): Change | undefined {
  const [was, is] = [states[before], states[after]];
  const [failed, fails] = [isFailing(was), isFailing(is)];
  if (!failed && !fails) return undefined;
  // What fails in both persists, whatever it did in between: the trend tells that.
  if (failed && fails) return "persisting";
  if (was === "not_covered" || is === "not_covered") return "not_compared";
  if (was === "assumed" || is === "assumed") return "evidence_changed";
  if (failed) return is === "clear" ? "fixed" : "became_unknown";
  return came(states, before, after);
}

/** It fails now and did not before, as far as was known. */
function came(states: readonly State[], before: number, after: number): Change {
  const cleared = states.slice(before, after).lastIndexOf("clear");
  if (cleared === -1) return "became_known";
  return states.slice(0, before + cleared).some(isFailing) ? "reopened" : "new";
}

/**
 * The change that a snapshot of a history brought, compared with when the finding was last known to fail or not: so what
 * was fixed while nobody could see it counts in the snapshot that shows it, once.
 */
export function changeAt(states: readonly State[], place: number): Change | undefined {
  const known = states.slice(0, place).findLastIndex((state) => state === "fail" || state === "clear");
  if (known !== -1) return changeBetween(states, known, place);
  return states[place] === "fail" ? "became_known" : undefined;
}
