import { openPolicyEngine } from "../derive/policy-engine.js";
import { subjectFor } from "../derive/subject-for.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { MfaRecord } from "../model/results/mfa.js";
import { explain } from "../policy/explain.js";
import type { FoundUser } from "./find-user.js";
import { mfaRecord } from "./mfa-record.js";

/**
 * What MFA protects of a user of an opened snapshot, what it could become, and why. Null when its policies need more work
 * than is allowed for.
 */
export async function explainMfa(
  engine: DuckDBEngine,
  { accountId, arn }: FoundUser,
): Promise<MfaRecord | null> {
  const [policyEngine, subject] = await Promise.all([openPolicyEngine(), subjectFor(engine, accountId, arn)]);
  const found = subject === undefined ? null : explain(policyEngine, subject);
  return found === null ? null : mfaRecord(found);
}
