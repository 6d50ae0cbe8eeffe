import type { JudgePlan } from "../../assess/plan.js";
import type { Manifest } from "../../lake/manifest.js";
import type { Tables } from "../../lake/open.js";

/** A snapshot of a history, judged: all of one history by the same controls and settings. */
export interface HistorySnapshot {
  readonly manifest: Manifest;
  /** Its audit time, epoch seconds. */
  readonly asOf: number;
  readonly plan: JudgePlan;
  /** Where its verdicts lie. */
  readonly verdicts: Tables;
}

/** What of the findings is looked at. */
export interface HistoryFilter {
  /** These accounts only; an empty list: all. */
  readonly accounts: readonly string[];
}
