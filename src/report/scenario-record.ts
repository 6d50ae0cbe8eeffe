import type { RoleNote } from "../policy/role-notes.js";
import type { ScenarioResult } from "../policy/scenario.js";
import { privilegeRecord, roleRecord } from "./mfa-record.js";

/** The result of a scenario as it is put out in JSON, and the chains of roles that explain it. */
export function scenarioRecord(
  { console, key, claimable, warnings, missingEvidence, privilege }: ScenarioResult,
  roles: readonly RoleNote[],
) {
  return {
    console,
    key,
    claimable,
    privilege: privilege === null ? null : privilegeRecord(privilege),
    warnings,
    missing_evidence: missingEvidence,
    roles: roles.map(roleRecord),
  };
}
