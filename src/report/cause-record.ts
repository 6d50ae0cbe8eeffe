import type { Cause, ControlCauses } from "../analyse/causes/cause.js";
import { causeSentence } from "./cause-words.js";
import type { OutputRecord } from "./records.js";

/** A cause as it is put out: with its control, its place among the causes of it, and the sentence for people. */
export function causeRecord(control: ControlCauses, cause: Cause, tested: number): OutputRecord {
  const { control_id, title, severity, fail, judged, unknown, causes } = control;
  const { kind, values, fail: carriersFail, unknown: carriersUnknown, ...rest } = cause;
  return {
    control_id,
    title,
    severity,
    rank: causes.indexOf(cause) + 1,
    sentence: causeSentence(control, cause),
    kind,
    values,
    fail: carriersFail,
    unknown: carriersUnknown,
    ...rest,
    control_fail: fail,
    control_judged: judged,
    control_unknown: unknown,
    tested,
  };
}
