import type { FindingRecord } from "./findings.js";

/** The findings of a control in two snapshots. */
export interface ControlDiff {
  readonly control_id: string;
  readonly title: string;
  readonly severity: string;
  /** Failing findings in the one and the other. */
  readonly before: number;
  readonly after: number;
  readonly new: number;
  readonly reopened: number;
  readonly became_known: number;
  readonly persisting: number;
  readonly fixed: number;
  /** Of `fixed`: the user, or the credential, is gone. */
  readonly fixed_gone: number;
  readonly became_unknown: number;
  /** They fail, in one of both, only as long as evidence that could excuse them is not there. */
  readonly evidence_changed: number;
  /** Of these: failing in the earlier and in the later one. */
  readonly evidence_changed_before: number;
  readonly evidence_changed_after: number;
  /** Failing findings of accounts without evidence in the other snapshot: of the earlier and of the later one. */
  readonly not_compared_before: number;
  readonly not_compared_after: number;
}

/** An account that cannot be compared between two snapshots, for want of evidence. */
export interface UncomparedAccount {
  readonly account_id: string;
  /** Of the two snapshots. */
  readonly missing_in: "before" | "after" | "both";
  /** `no_account`: it is not in a snapshot at all. */
  readonly why: "no_account" | "no_evidence";
  /** The kinds of evidence that are missing. */
  readonly evidence: readonly string[];
}

/** A finding that changed, as the snapshot shows it that it is taken from. */
export type ChangeRecord = {
  /** What became of it: docs/trend.md defines each. */
  readonly change: string;
  /** How it was fixed: `passes`, `credential_gone` or `subject_gone`; null: it was not. */
  readonly how: string | null;
  /** The snapshot it was first seen in. */
  readonly first_seen: string;
  readonly snapshot: string;
} & FindingRecord;

/** What of it needs no evidence. */
export type ChangedFinding = Pick<ChangeRecord, "change" | "how" | "first_seen" | "since" | Named>;
type Named = "control_id" | "account_id" | "subject_arn" | "credential" | "credential_id" | "slot";

/** What changed between two snapshots. */
export interface DiffResult {
  readonly before: { readonly snapshot_id: string; readonly as_of: string };
  readonly after: { readonly snapshot_id: string; readonly as_of: string };
  readonly controls: readonly ControlDiff[];
  readonly not_compared: readonly UncomparedAccount[];
  /** The first findings of each change. Costs little: nothing is judged again for it. */
  first(most: number): AsyncIterable<readonly ChangedFinding[]>;
  /** All findings that changed. */
  findings(): AsyncIterable<readonly ChangeRecord[]>;
}
