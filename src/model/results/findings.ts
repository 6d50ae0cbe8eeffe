import type { Severity, Status } from "../status.js";

/** The exception that covers a finding. */
export type FindingException = {
  readonly id: string;
  readonly owner: string | null;
  readonly ticket: string | null;
  readonly expires: string | null;
};

/** A finding as it is put out: with its reason, and with times as ISO 8601. */
export type FindingRecord = {
  readonly finding_id: string;
  readonly control_id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly org_id: string | null;
  readonly account_id: string;
  readonly region: string | null;
  readonly subject_arn: string;
  readonly subject_kind: string;
  readonly credential: string | null;
  readonly credential_id: string | null;
  readonly slot: number | null;
  readonly status: Status;
  readonly reason: string;
  readonly since: string | null;
  readonly aged_from: string | null;
  readonly tier: number | null;
  /** It fails for want of evidence that could have excused it. */
  readonly assumed: boolean;
  /** Only where it was looked up among the exceptions. */
  readonly exception?: FindingException | null;
  readonly evidence: Readonly<Record<string, unknown>>;
};

/** The findings of a snapshot, control by control. */
export interface FindingStream {
  /** There are exceptions, whether they cover anything or not. */
  readonly with_exceptions: boolean;
  readonly batches: AsyncIterable<readonly FindingRecord[]>;
}
