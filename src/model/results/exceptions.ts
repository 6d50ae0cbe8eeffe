/** Whom an exception is for. */
export interface ExceptionSubject {
  readonly arn?: string | undefined;
  readonly user_name?: string | undefined;
  readonly pattern?: string | undefined;
  readonly finding_id?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly organizational_units?: readonly string[] | undefined;
  readonly credential_id?: string | undefined;
}

/** An exception, how it stands, and what it covers in a snapshot. */
export type ExceptionRecord = {
  readonly id: string;
  /** The gravest that keeps it from working, else how it stands. */
  readonly state: string;
  /** File and line. */
  readonly place: string;
  readonly control: readonly string[];
  readonly subject: ExceptionSubject;
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly approved_by: string;
  readonly created: string | null;
  readonly expires: string;
  /** From the audit to the last day it holds; below zero: that is past. */
  readonly days_left: number;
  readonly subjects: number;
  readonly findings: number;
  readonly unknown: number;
  readonly covers: number;
  readonly problems: readonly { readonly problem: string; readonly text: string }[];
};

/** Something that can be said against an exception. */
export type ExceptionProblemRecord = {
  readonly place: string;
  readonly id: string;
  readonly problem: string;
  /** It wants somebody to act. */
  readonly serious: boolean;
  readonly what: string;
};
