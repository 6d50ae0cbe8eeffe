import { type ExceptionProblem, PROBLEM_KINDS, type ProblemKind } from "../govern/exception-problems.js";
import { controlsOf, type Exception } from "../govern/exception-schema.js";
import type { ExceptionState } from "../govern/exception-states.js";
import type { OutputRecord } from "../report/records.js";

/** What an exception is in one word: the gravest that keeps it from working, else how it stands. */
export function stateName({ problems }: ExceptionState): string {
  const decisive: readonly ProblemKind[] = [
    "expired",
    "no_control",
    "not_yet_valid",
    "not_judged",
    "unmatched",
    "expiring",
  ];
  return decisive.find((kind) => problems.some((problem) => problem.kind === kind)) ?? "active";
}

/** An exception as data. */
export function exceptionRecord(state: ExceptionState): OutputRecord {
  const { exception, place, daysLeft, subjects, findings, unknown, covers, problems } = state;
  const { id, subject, owner, reason, ticket = null, approved_by, created = null, expires } = exception;
  return {
    id,
    state: stateName(state),
    place,
    control: controlsOf(exception),
    subject,
    owner,
    reason,
    ticket,
    approved_by,
    created,
    expires,
    days_left: daysLeft,
    subjects,
    findings,
    unknown,
    covers,
    problems: problems.map(({ kind, text }) => ({ problem: kind, text })),
  };
}

/** An exception as a row of the table for people. */
export function exceptionRow(state: ExceptionState): OutputRecord {
  const { exception, daysLeft, findings, covers } = state;
  const name = stateName(state);
  const days = (count: number) => `${count} day${count === 1 ? "" : "s"}`;
  const words: Record<string, string> = {
    expired: `expired ${days(-daysLeft)} ago`,
    expiring: daysLeft === 0 ? "expires today" : `expires in ${days(daysLeft)}`,
    no_control: "no such control",
  };
  return {
    id: exception.id,
    state: words[name] ?? name.replaceAll("_", " "),
    expires: exception.expires,
    findings,
    covers,
    control: controlsOf(exception).join(", "),
    subject: subjectText(exception.subject),
    owner: exception.owner,
  };
}

/** Everything that can be said against an exception, a record each. */
export function problemRecords({ exception, place, problems }: ExceptionState) {
  return problems.map(({ kind, text }: ExceptionProblem) => ({
    place,
    id: exception.id,
    problem: kind,
    serious: PROBLEM_KINDS[kind],
    what: text,
  }));
}

/** Whom an exception is for, in words. */
export function subjectText(subject: Exception["subject"]): string {
  const {
    arn,
    user_name,
    pattern,
    finding_id,
    accounts = [],
    organizational_units: units = [],
    credential_id,
  } = subject;
  return [
    arn ?? pattern ?? (user_name === undefined ? `finding ${finding_id}` : `user ${user_name}`),
    ...(accounts.length === 0 ? [] : [`in ${accounts.join(", ")}`]),
    ...(units.length === 0 ? [] : [`in ${units.join(", ")}`]),
    ...(credential_id === undefined ? [] : [`key ${credential_id}`]),
  ].join(" ");
}
