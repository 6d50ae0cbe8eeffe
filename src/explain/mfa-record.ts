import type { MfaExample, MfaPath, MfaRecord, StatementRecord } from "../model/results/mfa.js";
import type { ExplainedWitness, Explanation, PathExplanation } from "../policy/explain.js";
import { privilegeRecord } from "../policy/privilege-record.js";
import type { StatementNote } from "../policy/statement-note.js";

/** The explanation of a user's MFA and privilege as it is put out. */
export function mfaRecord({ console, key, guards, roles, changes, assessment }: Explanation): MfaRecord {
  const { mfa } = assessment;
  return {
    console: pathRecord(console),
    key: pathRecord(key),
    console_without_device: mfa.consoleWithoutDevice.verdict,
    claimable: mfa.claimable,
    warnings: mfa.warnings,
    missing_evidence: mfa.gaps.map(({ layer, name, problem }) => ({ layer, name, problem })),
    privilege: privilegeRecord(assessment.privilege),
    privilege_known: mfa.gaps.length === 0,
    guards: guards.map(({ statement, effect, applies, why }) => ({
      statement: statementRecord(statement),
      effect,
      applies,
      why,
    })),
    roles: roles.map(({ from, role, depth, requests, why, gives: { harmful, tier, known } }) => ({
      from,
      role,
      depth,
      requests,
      why,
      gives: { harmful, tier, known },
    })),
    changes,
  };
}

function pathRecord({
  verdict,
  sentence,
  contexts,
  statements,
  actions,
  examples,
}: PathExplanation): MfaPath {
  return {
    verdict: verdict.verdict,
    by: verdict.by,
    robust: verdict.robust,
    sentence,
    contexts,
    statements: statements.map(statementRecord),
    open_actions: actions,
    examples: examples.map(exampleRecord),
  };
}

function exampleRecord(witness: ExplainedWitness): MfaExample {
  const { action, listed, resource, context, allowedBy, confidence, needs } = witness;
  const allowed_by = allowedBy === null ? null : statementRecord(allowedBy);
  return { action, listed, resource, context, allowed_by, confidence, needs };
}

function statementRecord({
  origin,
  policy,
  sid,
  number,
  line,
  column,
  text,
}: StatementNote): StatementRecord {
  return { origin, policy, sid, number, line, column, text };
}
