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

/** How a finding is fixed. */
export type Remediation = {
  readonly console: string;
  /** A command for a shell. What is not known is a word in capitals. */
  readonly cli: string;
  readonly terraform: string | null;
};

/** A finding with what is known around it. */
export type ListedFinding = FindingRecord & {
  /** The name of the user, `root`, or what else a person calls the subject. */
  readonly subject_name: string;
  readonly account_name: string | null;
  readonly ou_path: string | null;
  readonly owner: string | null;
  readonly remediation: Remediation;
  /** Requirements that the control answers, by framework. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  /** The command that accepts it; null: it does not fail. What a person must say is a word in capitals. */
  readonly exception_command: string | null;
  /** The audit time of its account, ISO 8601. */
  readonly as_of: string;
};

/** What is known of a control whose findings are listed: it stands once beside them, however many they are. */
export interface FindingControl {
  readonly control_id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters. */
  readonly rationale: string;
  /** What to do, in one sentence; null: a person's own control does not say it. */
  readonly summary: string | null;
  /** What is known only of a finding is a word in capitals. */
  readonly remediation: Remediation;
  /** Addresses of pages. */
  readonly references: readonly string[];
  /** Requirements that it answers, by framework. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
}

/** How many of the listed findings a control has, by status. */
export interface FindingCounts extends Readonly<Record<Status, number>> {
  readonly control_id: string;
  /** Of `fail`: those that an exception covers. */
  readonly excepted: number;
}

/** The findings of a snapshot, worst first. */
export interface FindingStream {
  /** There are exceptions, whether they cover anything or not. */
  readonly with_exceptions: boolean;
  readonly batches: AsyncIterable<readonly ListedFinding[]>;
  /** The controls that were asked, the most severe first: in this order the findings come, control by control. */
  readonly controls: readonly FindingControl[];
  /** The titles of frameworks by their ids. */
  readonly frameworks: Readonly<Record<string, string>>;
  /** The findings in the batches, counted, for the controls that have any. Read as asked for. */
  readonly counts: () => Promise<readonly FindingCounts[]>;
  /** How many findings there are beside those in the batches. Read as asked for. */
  readonly more: () => Promise<number>;
}

/** Findings that have something in common, counted. */
export type FindingGroup = {
  /** What they have in common: the id of an account or control, an owner, a user's ARN, ... */
  readonly group: string;
  /** The name of that account, or the title of that control. */
  readonly name: string | null;
  readonly findings: number;
  readonly fail: number;
  readonly unknown: number;
} & { readonly [Name in Severity]: number };
