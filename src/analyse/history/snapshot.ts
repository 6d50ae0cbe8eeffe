import type { JudgePlan } from "../../assess/plan.js";
import type { Manifest } from "../../lake/manifest.js";
import type { Tables } from "../../lake/open.js";

/** A snapshot of a history, judged: all of one history by the same controls and settings. */
export interface HistorySnapshot {
  readonly manifest: Manifest;
  /** Its audit time, epoch seconds. */
  readonly asOf: number;
  readonly plan: JudgePlan;
  /** Where its findings lie. */
  readonly findings: Tables;
}

/** What of the findings is looked at; an empty list: all. */
export interface HistoryFilter {
  readonly controls: readonly string[];
  readonly accounts: readonly string[];
}
