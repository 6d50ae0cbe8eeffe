import type { State } from "./state.js";

/** What became of a finding from one snapshot to a later one; docs/trend.md defines each. */
export const CHANGES = [
  "new",
  "reopened",
  "newly_known",
  "persisting",
  "fixed",
  "no_longer_known",
  "newly_unknown",
  "still_unknown",
  "cleared",
] as const;
export type Change = (typeof CHANGES)[number];

/**
 * The change of a finding between the snapshots at two places of its history; undefined where there is nothing to say.
 * What was or is unknown or not covered is never new and never fixed: evidence came or went, not the risk.
 */
export function changeBetween(states: readonly State[], before: number, after: number): Change | undefined {
  const was = states[before];
  switch (states[after]) {
    case "fail": {
      const cleared = lastClear(states, before, after);
      if (cleared !== undefined) return states.slice(0, cleared).includes("fail") ? "reopened" : "new";
      return was === "fail" ? "persisting" : "newly_known";
    }
    case "clear":
      return was === "fail" ? "fixed" : was === "unknown" ? "cleared" : undefined;
    case "unknown":
      return was === "fail" ? "no_longer_known" : was === "unknown" ? "still_unknown" : "newly_unknown";
    default:
      return was === "fail" ? "no_longer_known" : undefined;
  }
}

/** Where, from `before` on, the finding was last known not to fail; undefined: nowhere. */
export function lastClear(states: readonly State[], before: number, after: number): number | undefined {
  const place = states.slice(before, after).lastIndexOf("clear");
  return place === -1 ? undefined : before + place;
}
