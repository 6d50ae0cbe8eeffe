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
  const { arn, pattern, user_name: name, finding_id: finding, credential_id: key } = subject;
  const places = [subject.accounts, subject.organizational_units];
  return [
    arn ?? pattern ?? (name === undefined ? `finding ${finding}` : `user ${name}`),
    ...places.flatMap((names = []) => (names.length === 0 ? [] : [`in ${names.join(", ")}`])),
    ...(key === undefined ? [] : [`key ${key}`]),
  ].join(" ");
}
