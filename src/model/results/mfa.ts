import type { Tier } from "../tiers.js";

/** How well a path is protected by MFA. */
export type MfaVerdict = "enforced" | "partial" | "not_enforced" | "unknown" | "not_applicable";

/** A statement of a policy, as a person finds it. */
export interface StatementRecord {
  readonly origin: string;
  /** The policy's ARN where it has one, else its name. */
  readonly policy: string;
  readonly sid: string | null;
  /** From 1, as are line and column in the policy's text. */
  readonly number: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A request that is still possible without MFA. */
export interface MfaExample {
  readonly action: string;
  readonly listed: boolean;
  readonly resource: string;
  readonly context: string;
  readonly allowed_by: StatementRecord | null;
  readonly confidence: "certain" | "conditional";
  readonly needs: readonly string[];
}

/** What can be done with the password alone, or with a key alone. */
export interface MfaPath {
  readonly verdict: MfaVerdict;
  readonly by: readonly string[];
  readonly robust: boolean;
  readonly sentence: string;
  readonly contexts: readonly object[];
  readonly statements: readonly StatementRecord[];
  readonly open_actions: number;
  readonly examples: readonly MfaExample[];
}

/** A known way to become more. */
export interface PrivilegeRuleRecord {
  readonly rule: string;
  /** The rule's tier, or a lower one where conditions or a boundary stand against it. */
  readonly tier: Tier | "legacy" | "mfa-guard-removal";
  /** Kinds of requests by which it works. */
  readonly contexts: readonly string[];
  /** The actions it takes. */
  readonly actions: readonly string[];
  /** What it does with them. */
  readonly meaning: string;
  /** What must exist beside the rights. */
  readonly needs: string;
}

export interface PowerRecord {
  readonly tier: Tier;
  readonly rules: readonly PrivilegeRuleRecord[];
}

/** What somebody can become, and by which rules its guards can be removed. */
export interface PrivilegeRecord {
  readonly no_mfa: PowerRecord;
  readonly mfa: PowerRecord;
  readonly guard_removal: {
    readonly no_mfa: readonly PrivilegeRuleRecord[];
    readonly mfa: readonly PrivilegeRuleRecord[];
  };
}

/** A layer of policies, or one policy of it, that was not collected or cannot be read. */
export interface GapRecord {
  readonly layer: string;
  readonly name: string | null;
  readonly problem: { readonly why: string; readonly line: number } | null;
}

/** A role that somebody's policies or the role's trust speak of, and whether it can be assumed. */
export interface RoleRecord {
  /** ARN of the user or role whose session would assume it. */
  readonly from: string;
  /** ARN, or the pattern of a policy that means roles that are not known. */
  readonly role: string;
  /** From 1: so many roles are assumed one after the other. */
  readonly depth: number;
  /** By each kind of request. */
  readonly requests: readonly {
    readonly name: string;
    readonly answer: "open" | "conditional" | "closed";
  }[];
  /** In sentences, each for the kinds of requests it names. */
  readonly why: readonly string[];
  /** What whoever assumes it has. `known` false: its policies were not collected, so it may give anything. */
  readonly gives: { readonly harmful: boolean; readonly tier: Tier; readonly known: boolean };
}

/** A caveat of the verdicts: docs/effective-mfa.md. */
export type MfaWarning = "enrol-others" | "fido-only-keys" | "unknown-roles";

/** What MFA really protects of a user, what the user could become, and why. */
export interface MfaRecord {
  readonly console: MfaPath;
  readonly key: MfaPath;
  readonly console_without_device: MfaVerdict;
  readonly claimable: boolean | null;
  readonly warnings: readonly MfaWarning[];
  readonly missing_evidence: readonly GapRecord[];
  readonly privilege: PrivilegeRecord;
  /** false: something is missing, and the privilege is the most that it can be. */
  readonly privilege_known: boolean;
  readonly guards: readonly {
    readonly statement: StatementRecord;
    readonly effect: "Allow" | "Deny";
    readonly applies: object;
    readonly why: readonly string[];
  }[];
  /** Nearest first. */
  readonly roles: readonly RoleRecord[];
  readonly changes: readonly { readonly what: string; readonly console: string; readonly key: string }[];
}

type ScenarioPath = Pick<MfaPath, "verdict" | "by" | "robust">;

/** The published form of a scenario's result. */
export interface ScenarioResult {
  readonly console: ScenarioPath;
  readonly key: ScenarioPath;
  readonly claimable: boolean | null;
  readonly warnings: readonly MfaWarning[];
  /** What was not collected or cannot be read, one text each. */
  readonly missing_evidence: readonly string[];
  /** Null where it is not known: the user's policies were not collected, or need too much work. */
  readonly privilege: PrivilegeRecord | null;
}
