import type { ExplainedWitness, Explanation, PathExplanation } from "../policy/explain.js";
import type { GuardNote } from "../policy/guard-notes.js";
import type { Power, Privilege, RuleHit } from "../policy/privilege.js";
import type { RoleNote } from "../policy/role-notes.js";
import type { StatementNote } from "../policy/statement-note.js";

/** The explanation of a user's MFA and privilege as it is put out in JSON. */
export function mfaRecord({ console, key, guards, roles, changes, assessment }: Explanation) {
  const { mfa } = assessment;
  return {
    console: pathRecord(console),
    key: pathRecord(key),
    console_without_device: mfa.consoleWithoutDevice.verdict,
    claimable: mfa.claimable,
    warnings: mfa.warnings,
    missing_evidence: mfa.gaps.map(({ layer, name, problem }) => ({ layer, name, problem })),
    privilege: privilegeRecord(assessment.privilege),
    guards: guards.map(guardRecord),
    roles: roles.map(roleRecord),
    changes,
  };
}

export function privilegeRecord({ noMfa, mfa, guardRemoval }: Privilege) {
  return {
    no_mfa: powerRecord(noMfa),
    mfa: powerRecord(mfa),
    guard_removal: { no_mfa: guardRemoval.noMfa.map(ruleRecord), mfa: guardRemoval.mfa.map(ruleRecord) },
  };
}

export type MfaRecord = ReturnType<typeof mfaRecord>;

function pathRecord({ verdict, sentence, contexts, statements, actions, examples }: PathExplanation) {
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

function exampleRecord({
  action,
  listed,
  resource,
  context,
  allowedBy,
  confidence,
  needs,
}: ExplainedWitness) {
  return {
    action,
    listed,
    resource,
    context,
    allowed_by: allowedBy === null ? null : statementRecord(allowedBy),
    confidence,
    needs,
  };
}

export function roleRecord({ from, role, depth, requests, why, gives }: RoleNote) {
  const { harmful, tier, known } = gives;
  return { from, role, depth, requests, why, gives: { harmful, tier, known } };
}

function statementRecord({ origin, policy, sid, number, line, column, text }: StatementNote) {
  return { origin, policy, sid, number, line, column, text };
}

function powerRecord({ tier, rules }: Power) {
  return { tier, rules: rules.map(ruleRecord) };
}

function ruleRecord({ rule, tier, contexts, actions, meaning, needs }: RuleHit) {
  return { rule, tier, contexts, actions, meaning, needs };
}

function guardRecord({ statement, effect, applies, why }: GuardNote) {
  return { statement: statementRecord(statement), effect, applies, why };
}
