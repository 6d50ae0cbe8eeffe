import type { Severity } from "../status.js";
import type { FixList } from "./fixes.js";
import type { JudgedControls } from "./judged.js";
import type { Prevalence } from "./prevalence.js";
import type { Scorecard } from "./scorecard.js";

/**
 * How often a control fails, how many of the failing subjects are excepted, and how many of those are assumed to fail: 0
 * where there are no exceptions.
 */
export type AuditedPrevalence = Prevalence & { readonly excepted: number; readonly excepted_assumed: number };

/** By what figures can be split: by groups of accounts, or by the year in which users were created. */
export const GROUP_KINDS = ["organization", "ou", "account", "year"] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** The figures of one group; it is named "" where its name is not known. */
export interface AuditedGroup {
  readonly group: string;
  /** What people call it, of an account; null: it has no other name. */
  readonly name: string | null;
  readonly prevalence: readonly AuditedPrevalence[];
}

/** What became of failing findings since the last audit of the same accounts. */
export interface AuditChanges {
  /** The newest audit time before, ISO 8601. */
  readonly since: string;
  /** Accounts that were audited before. */
  readonly accounts: number;
  readonly new: number;
  readonly fixed: number;
  readonly reopened: number;
}

/** What to do about things around the users: they have no credentials, so no risk that fixes are ranked by. */
export interface AroundUsers {
  readonly control_id: string;
  readonly severity: Severity;
  /** Subjects that fail and are not excepted. */
  readonly fail: number;
  /** What to do about each, in one sentence. */
  readonly what: string;
}

/** What to do first: emergencies, then the best fixes. */
export interface FirstFixes {
  /** null: there are so many users that ranking is left to the command. */
  readonly best: Pick<FixList, "fixes" | "total_risk" | "users" | "rest"> | null;
  /** All fixes, and whom they are for: an `iamspect` command. */
  readonly command: string;
  /** Severity high and above, worst first; empty: nothing around the users was looked at, or nothing fails. */
  readonly around: readonly AroundUsers[];
}

/** What an audit found in a snapshot. */
export interface AuditResult {
  readonly snapshot_id: string;
  readonly as_of: string;
  /** The oldest audit time of an account, ISO 8601: earlier than `as_of` where more than one snapshot is shown. */
  readonly from: string;
  /** Accounts, for how many of them evidence is complete, and how many are closed, where any is. */
  readonly coverage: {
    readonly accounts: number;
    readonly complete: number;
    readonly incomplete: number;
    readonly closed?: number | undefined;
  };
  /** When the credential reports were made, ISO 8601; null where none says it. */
  readonly reports: { readonly oldest: string | null; readonly newest: string | null };
  readonly users: number;
  readonly prevalence: readonly AuditedPrevalence[];
  /** By the requirements of the standard that is asked for; null: none is. */
  readonly scorecard: Scorecard | null;
  /** There is a file of exceptions, whether they cover anything or not. */
  readonly with_exceptions: boolean;
  readonly by: GroupKind | undefined;
  readonly groups: readonly AuditedGroup[];
  readonly judged: JudgedControls;
  /** null: none of the accounts was audited before. */
  readonly changes: AuditChanges | null;
  readonly first: FirstFixes;
  /** Settings that differ from the defaults. */
  readonly settings: readonly string[];
  /** Options that open the same lake again, with a space before each: for commands that are proposed. */
  readonly again: string;
}
