import type { ExceptionProblemRecord, ExceptionRecord } from "../model/results/exceptions.js";
import { PROBLEM_KINDS, type ProblemKind } from "./exception-problems.js";
import { controlsOf } from "./exception-schema.js";
import type { ExceptionState } from "./exception-states.js";

/** An exception, how it stands, and what it covers, as it is put out. */
export function exceptionRecord(state: ExceptionState): ExceptionRecord {
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

/** What an exception is in one word: the gravest that keeps it from working, else how it stands. */
function stateName({ problems }: ExceptionState): string {
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

/** Everything that can be said against an exception, a record each. */
export function problemRecords({ exception, place, problems }: ExceptionState): ExceptionProblemRecord[] {
  return problems.map(({ kind, text }) => ({
    place,
    id: exception.id,
    problem: kind,
    serious: PROBLEM_KINDS[kind],
    what: text,
  }));
}
