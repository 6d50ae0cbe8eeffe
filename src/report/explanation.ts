import type { UserIdentity, UserRisk } from "../analyse/risk/user-risk.js";
import type { SqlRow, SqlValue } from "../engine/engine.js";
import type { UserFacts } from "../explain/explain-user.js";
import type { Credential } from "../explain/time-line.js";
import { formatTime } from "../model/time.js";
import type { Explanation as MfaExplanation } from "../policy/explain.js";
import { type MfaRecord, mfaRecord } from "./mfa-record.js";
import type { OutputRecord } from "./records.js";

/** A credential with its times as ISO 8601. */
export type CredentialRecord = Omit<Credential, "created_at" | "last_used_at" | "expires_at"> & {
  readonly created_at: string | null;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
};

/** Everything about one user as it is put out: times as ISO 8601. */
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
  readonly credentials: readonly CredentialRecord[];
  /** What MFA protects, and what the user could become; null: its policies need more work than is allowed for. */
  readonly effective_mfa: MfaRecord | null;
  /** Person or program, and whose it is. */
  readonly identity: UserIdentity;
  /** What fix-first ranks by. */
  readonly risk: UserRisk;
  readonly verdicts: readonly OutputRecord[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly status: string;
    readonly detail: string | null;
    readonly collected_at: string | null;
    readonly generated_at: string | null;
    /** Before the audit time; of a credential report since AWS made it. */
    readonly age_seconds: number | null;
  }[];
}

const WORST_FIRST = ["fail", "unknown", "pass", "not_applicable"];

/** Puts facts and verdicts together. */
export function explanation(
  facts: UserFacts,
  verdicts: readonly OutputRecord[],
  mfa: MfaExplanation | null,
  { identity, risk }: Pick<Explanation, "identity" | "risk">,
  snapshot: { readonly id: string; readonly asOf: number },
): Explanation {
  const { user, account, credentials, evidence } = facts;
  const rank = (one: OutputRecord) => WORST_FIRST.indexOf(String(one.status));
  return {
    version: 2,
    snapshot_id: snapshot.id,
    as_of: formatTime(snapshot.asOf),
    user: {
      arn: String(user.arn),
      user_name: String(user.user_name),
      user_id: text(user.user_id),
      path: text(user.path),
      created_at: time(user.created_at),
      mfa_active: truth(user.mfa_active),
      mfa_kind: text(user.mfa_kind),
      groups: Array.isArray(user.groups) ? user.groups.map(String) : [],
      tags: tags(user.tags),
      boundary_arn: text(user.boundary_arn),
      in_report: truth(user.in_report),
      fresh_at: time(user.fresh_at),
    },
    account: {
      account_id: String(user.account_id),
      name: text(account.name),
      alias: text(account.alias),
      state: text(account.state),
      org_id: text(account.org_id),
      org_role: text(account.org_role) ?? "unknown",
      ou_path: text(account.ou_path),
      scps_may_apply: truth(account.scps_may_apply),
    },
    credentials: credentials.map((one) => ({
      ...one,
      created_at: time(one.created_at),
      last_used_at: time(one.last_used_at),
      expires_at: time(one.expires_at),
    })),
    effective_mfa: mfa === null ? null : mfaRecord(mfa),
    identity,
    risk,
    verdicts: [...verdicts].sort((a, b) => rank(a) - rank(b) || (order(a) < order(b) ? -1 : 1)),
    evidence: evidence.map((row) => evidenceOf(row, snapshot.asOf)),
  };
}

function order(one: OutputRecord): string {
  return `${String(one.control_id)} ${String(one.slot)}`;
}

function evidenceOf(row: SqlRow, asOf: number): Explanation["evidence"][number] {
  const at = row.generated_at ?? row.collected_at;
  return {
    kind: String(row.kind),
    status: String(row.status),
    detail: text(row.detail),
    collected_at: time(row.collected_at),
    generated_at: time(row.generated_at),
    age_seconds: typeof at === "number" ? Math.max(0, asOf - at) : null,
  };
}

function text(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function time(value: SqlValue | undefined): string | null {
  return typeof value === "number" ? formatTime(value) : null;
}

function truth(value: SqlValue | undefined): boolean | null {
  return typeof value === "boolean" ? value : null;
}

function tags(value: SqlValue | undefined): unknown {
  return typeof value === "string" ? JSON.parse(value) : null;
}
