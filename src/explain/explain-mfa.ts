import { openPolicyEngine } from "../derive/policy-engine.js";
import { subjectFor } from "../derive/subject-for.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { MfaRecord } from "../model/results/mfa.js";
import { explain } from "../policy/explain.js";
import type { FoundUser } from "./find-subject.js";
import { mfaRecord } from "./mfa-record.js";

/**
 * What MFA protects of a user of an opened snapshot, what it could become, and why. Null when its policies need more work
 * than is allowed for.
 * @param asOf the snapshot's audit time in epoch seconds
 */
export async function explainMfa(
  engine: DuckDBEngine,
  { accountId, arn }: FoundUser,
  asOf: number,
): Promise<MfaRecord | null> {
  const policyEngine = await openPolicyEngine();
  const found = await subjectFor(engine, policyEngine, { accountId, arn, asOf });
  const explained = found === undefined ? null : explain(policyEngine, found.subject, found.graph);
  return explained === null ? null : mfaRecord(explained);
}
