import type { ControlTuning } from "../analyse/tune/tuning.js";
import type { OutputRecord } from "./records.js";

/** What tuning found of a control, as it is put out. */
export function tuneRecord({ failing, ...tuning }: ControlTuning): OutputRecord {
  const { control_id, title, severity, tried, recommendation, pitfalls } = tuning;
  return { control_id, title, severity, fail: failing.subjects, failing, tried, recommendation, pitfalls };
}
