import type { CredentialKind } from "../credential.js";
import type { UserKind } from "../user-kind.js";
import type { ListedFinding } from "./findings.js";
import type { MfaRecord, ScenarioResult } from "./mfa.js";

/** One credential, and the product that is its risk. */
export interface CredentialRisk {
  readonly credential: string;
  readonly slot: number | null;
  /** gain x ease x certainty. */
  readonly points: number;
  /** Points of what can be done with the secret alone, and with MFA beside it. */
  readonly gain_without_mfa: number;
  readonly gain_with_mfa: number;
  /** The former, and a small part of what takes MFA. */
  readonly gain: number;
  /** Sum of the factors, from 0 to about 1. */
  readonly ease: number;
  readonly factors: readonly { readonly id: string; readonly ease: number; readonly text: string }[];
  readonly certainty: number;
}

/** The risk of a user with all it is made of. */
export interface UserRisk {
  readonly points: number;
  /** It comes before all that is none, whatever the points are; null: it is none. */
  readonly emergency: { readonly id: string; readonly title: string } | null;
  readonly credentials: readonly CredentialRisk[];
}

/** Who a user is to the people who must act: person or program, and whose it is. */
export interface UserIdentity {
  readonly kind: UserKind;
  readonly reasons: readonly { readonly kind: UserKind; readonly reason: string }[];
  readonly owner: string | null;
  /** Such as `tag owner`. */
  readonly owner_from: string | null;
}

/** One credential of a user. */
export interface Credential {
  readonly kind: CredentialKind;
  /** The columns of the credential report it is in; slot 1 is not the older key. */
  readonly slot: number | null;
  readonly credential_id: string | null;
  readonly state: "active" | "inactive" | "unknown";
  /** When it was made; for a password, when it was last changed. */
  readonly created_at: string | null;
  readonly last_used_at: string | null;
  readonly last_used_region: string | null;
  readonly last_used_service: string | null;
  /** Service-specific credentials: the service they are for. */
  readonly service: string | null;
  readonly expires_at: string | null;
}

/** Whose an access key is, as far as AWS told. */
export interface KeyOwner {
  readonly credential_id: string;
  readonly account_id: string;
  /** null: AWS did not tell; `missing` says why. */
  readonly user_name: string | null;
  /** What kept the user from being known, such as a permission. */
  readonly missing: string | null;
  readonly last_used_at: string | null;
  readonly last_used_region: string | null;
  readonly last_used_service: string | null;
}

/** Everything about one user or root user. All times are ISO 8601. */
export interface Explanation {
  readonly version: 2;
  readonly snapshot_id: string;
  readonly as_of: string;
  readonly user: {
    readonly arn: string;
    readonly user_name: string;
    readonly user_id: string | null;
    readonly path: string | null;
    readonly created_at: string | null;
    readonly mfa_active: boolean | null;
    readonly mfa_kind: string | null;
    readonly groups: readonly string[];
    readonly tags: unknown;
    readonly boundary_arn: string | null;
    readonly in_report: boolean | null;
    /** When the user was read again live, later than the report. */
    readonly fresh_at: string | null;
  };
  readonly account: {
    readonly account_id: string;
    readonly name: string | null;
    readonly alias: string | null;
    readonly state: string | null;
    readonly org_id: string | null;
    readonly org_role: string;
    readonly ou_path: string | null;
    readonly scps_may_apply: boolean | null;
  };
  /** The oldest first. */
  readonly credentials: readonly Credential[];
  /**
   * What MFA protects, and what the user could become; null: its policies need more work than is allowed for, or it is a root
   * user, whom no policy of its account limits.
   */
  readonly effective_mfa: MfaRecord | null;
  /** Person or program, and whose it is. */
  readonly identity: UserIdentity;
  /** What fix-first ranks by. */
  readonly risk: UserRisk;
  /** The worst first. */
  readonly verdicts: readonly ListedFinding[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly status: string;
    readonly detail: string | null;
    readonly collected_at: string | null;
    readonly generated_at: string | null;
    /** Before the audit time; of a credential report since AWS made it. */
    readonly age_seconds: number | null;
  }[];
  readonly subject_kind: "iam_user" | "root_user";
  /** Where AWS was asked whose a key is. */
  readonly key_owner?: KeyOwner;
}

/** A scenario, what comes out, why, and in what that differs from what it expects. */
export interface ScenarioOutcome {
  readonly id: string | null;
  /** Its title, else the user it is about. */
  readonly title: string;
  readonly result: ScenarioResult;
  /** null: its policies need more work than is allowed for. */
  readonly effective_mfa: MfaRecord | null;
  readonly unmet: readonly string[];
}
