import type { ScenarioResult } from "../policy/scenario.js";
import { privilegeRecord } from "./mfa-record.js";

/** The result of a scenario as it is put out in JSON. */
export function scenarioRecord({
  console,
  key,
  claimable,
  warnings,
  missingEvidence,
  privilege,
}: ScenarioResult) {
  return {
    console,
    key,
    claimable,
    privilege: privilege === null ? null : privilegeRecord(privilege),
    warnings,
    missing_evidence: missingEvidence,
  };
}
