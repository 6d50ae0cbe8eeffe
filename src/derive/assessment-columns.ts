import type { effectiveMfa } from "../entities/effective-mfa.js";
import type { privilege } from "../entities/privilege.js";
import { gapText } from "../model/gap-text.js";
import type { RowOf } from "../model/table.js";
import type { Assessment, Refused } from "../policy/engine.js";
import type { Gap } from "../policy/model.js";
import type { RuleHit } from "../policy/privilege.js";

type MfaRow = RowOf<typeof effectiveMfa>;
type PrivilegeRow = RowOf<typeof privilege>;

/** The columns of the derived tables that come from an assessment, by the names they have there. */
export type AssessmentColumns = Pick<
  MfaRow,
  | "policies_known"
  | "scps_known"
  | "too_complex"
  | "console_verdict"
  | "console_by"
  | "console_robust"
  | "console_open_actions"
  | "console_without_device"
  | "key_verdict"
  | "key_by"
  | "key_robust"
  | "key_open_actions"
  | "claimable"
  | "warnings"
  | "missing_evidence"
> &
  Pick<
    PrivilegeRow,
    | "tier_no_mfa"
    | "tier_console"
    | "tier_key"
    | "tier_mfa"
    | "rules_no_mfa"
    | "rules_mfa"
    | "guard_removal_no_mfa"
    | "guard_removal_mfa"
  >;

/** Without its policies everything may be allowed: that is no evidence of what a user can become. */
const NO_POWERS = {
  tier_no_mfa: null,
  tier_console: null,
  tier_key: null,
  tier_mfa: null,
  rules_no_mfa: null,
  rules_mfa: null,
  guard_removal_no_mfa: null,
  guard_removal_mfa: null,
} as const;

const TOO_COMPLEX: AssessmentColumns = {
  policies_known: null,
  scps_known: null,
  too_complex: true,
  console_verdict: "unknown",
  console_by: [],
  console_robust: false,
  console_open_actions: null,
  console_without_device: "unknown",
  key_verdict: "unknown",
  key_by: [],
  key_robust: false,
  key_open_actions: null,
  claimable: null,
  warnings: [],
  missing_evidence: [],
  ...NO_POWERS,
};

/** What the policy engine found out about a subject, as columns. */
export function assessmentColumns(found: Assessment | Refused): AssessmentColumns {
  if ("tooComplex" in found) return TOO_COMPLEX;
  const { mfa, residual } = found;
  const missing = (...layers: readonly Gap["layer"][]) =>
    mfa.gaps.some(({ layer }) => layers.includes(layer));
  const policiesKnown = !missing("identity", "boundary");
  return {
    policies_known: policiesKnown,
    scps_known: !missing("scp"),
    too_complex: false,
    console_verdict: mfa.console.verdict,
    console_by: mfa.console.by,
    console_robust: mfa.console.robust,
    console_open_actions: policiesKnown ? residual.console.actions : null,
    console_without_device: mfa.consoleWithoutDevice.verdict,
    key_verdict: mfa.key.verdict,
    key_by: mfa.key.by,
    key_robust: mfa.key.robust,
    key_open_actions: policiesKnown ? residual.key.actions : null,
    claimable: mfa.claimable,
    warnings: mfa.warnings,
    missing_evidence: [...new Set(mfa.gaps.map(gapText))],
    ...(policiesKnown ? powers(found) : NO_POWERS),
  };
}

function powers({ privilege: { noMfa, byPath, mfa, guardRemoval } }: Assessment) {
  return {
    tier_no_mfa: noMfa.tier,
    tier_console: byPath.console,
    tier_key: byPath.key,
    tier_mfa: mfa.tier,
    rules_no_mfa: ids(noMfa.rules),
    rules_mfa: ids(mfa.rules),
    guard_removal_no_mfa: ids(guardRemoval.noMfa),
    guard_removal_mfa: ids(guardRemoval.mfa),
  };
}

function ids(hits: readonly RuleHit[]): string[] {
  return hits.map(({ rule }) => rule);
}
