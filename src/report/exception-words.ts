import type { ExceptionRecord, ExceptionSubject } from "../model/results/exceptions.js";
import type { OutputRecord } from "../model/results/record.js";

/** An exception as a row of the table for people. */
export function exceptionRow(one: ExceptionRecord): OutputRecord {
  const { id, state, days_left: left, expires, findings, covers, control, subject, owner } = one;
  const days = (count: number) => `${count} day${count === 1 ? "" : "s"}`;
  const words: Record<string, string> = {
    expired: `expired ${days(-left)} ago`,
    expiring: left === 0 ? "expires today" : `expires in ${days(left)}`,
    no_control: "no such control",
  };
  return {
    id,
    state: words[state] ?? state.replaceAll("_", " "),
    expires,
    findings,
    covers,
    control: control.join(", "),
    subject: subjectText(subject),
    owner,
  };
}

/** Whom an exception is for, in words. */
export function subjectText(subject: ExceptionSubject): string {
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
