import type { State } from "./state.js";

/** What became of a finding from one snapshot to a later one; docs/trend.md defines each. */
export const CHANGES = [
  "new",
  "reopened",
  "became_known",
  "persisting",
  "fixed",
  "became_unknown",
  "not_compared",
] as const;
export type Change = (typeof CHANGES)[number];

/**
 * The change of a finding between the snapshots at two places of its history; undefined where it fails in neither.
 * What was or is unknown or not covered is never new and never fixed: evidence came or went, not the risk.
 */
export function changeBetween(states: readonly State[], before: number, after: number): Change | undefined {
  const was = states[before];
  const is = states[after];
  if (was === "not_covered") return is === "fail" ? "not_compared" : undefined;
  if (is === "fail") return failing(states, before, after);
  if (was !== "fail") return undefined;
  if (is === "clear") return "fixed";
  return is === "unknown" ? "became_unknown" : "not_compared";
}

/** What fails in both persists, whatever it did in between: the trend tells that. */
function failing(states: readonly State[], before: number, after: number): Change {
  if (states[before] === "fail") return "persisting";
  const cleared = states.slice(before, after).lastIndexOf("clear");
  if (cleared === -1) return "became_known";
  return states.slice(0, before + cleared).includes("fail") ? "reopened" : "new";
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
