import { arnParts, hasWildcard } from "./arn-pattern.js";
import { controlsOf, type Exception } from "./exception-schema.js";
import type { Validity } from "./validity.js";

/**
 * What can be said against an exception. Those with `true` want somebody to act, and make `exceptions check` end with 3;
 * the others are worth knowing.
 */
export const PROBLEM_KINDS = {
  expired: true,
  no_control: true,
  unmatched: true,
  too_broad: true,
  expiring: false,
  not_yet_valid: false,
  not_judged: false,
  overlapping: false,
} as const;
export type ProblemKind = keyof typeof PROBLEM_KINDS;

export interface ExceptionProblem {
  readonly kind: ProblemKind;
  /** A sentence without a subject: `expired on 2020-12-31, 24 days before the audit`. */
  readonly text: string;
}

/** What is known of an exception over one snapshot. */
export interface ExceptionFacts {
  readonly exception: Exception;
  readonly validity: Validity;
  /** Days from the audit to the last day it holds; below zero: that is past. */
  readonly daysLeft: number;
  /** Days from the audit to the first day it holds. */
  readonly daysToGo: number;
  /** Its controls that are judged, wildcards resolved, and those that do not exist at all. */
  readonly controls: readonly string[];
  readonly strangeControls: readonly string[];
  /** Subjects that it is for, whether they fail or not, and all subjects of the snapshot. */
  readonly subjects: number;
  readonly allSubjects: number;
  /** Its findings that fail, and that are unknown, whether it is valid or not. */
  readonly findings: number;
  readonly unknown: number;
  /** Of `findings`: those that no valid exception covers. */
  readonly uncovered: number;
  /** Of the accounts it names, where it names some: those of the snapshot, and those whose users are known. */
  readonly accounts?: {
    readonly named: readonly string[];
    readonly there: number;
    readonly known: number;
  };
  /** Of `findings`: those for which another exception counts. */
  readonly overlap?: { readonly findings: number; readonly by: Exception; readonly others: number };
}

/** An exception for more subjects than this is too broad. */
export const MAX_SUBJECTS = 100;
/** So is one for more than this part of all subjects, from `SHARE_FROM` subjects on. */
export const MAX_SHARE = 0.1;
export const SHARE_FROM = 10;
/** So is one that ends later than this many days after the audit. */
export const MAX_DAYS = 366;

/** One that ends within this many days is expiring. */
export const SOON_DAYS = 30;

/** Everything that can be said against an exception, the gravest first. */
export function problemsOf(facts: ExceptionFacts): ExceptionProblem[] {
  const { exception, validity, daysLeft, daysToGo, strangeControls } = facts;
  const problems: ExceptionProblem[] = [];
  const say = (kind: ProblemKind, text: string) => problems.push({ kind, text });
  if (validity === "expired") {
    say(
      "expired",
      `expired on ${exception.expires}, ${counted(-daysLeft, "day")} before the audit; ${backText(facts)}`,
    );
  }
  if (strangeControls.length > 0)
    say("no_control", `names controls that do not exist: ${some(strangeControls)}`);
  if (validity !== "expired") {
    const why = unmatched(facts);
    if (validity === "valid" && why !== undefined) say("unmatched", `matches nothing: ${why}`);
    const broad = breadth(facts);
    if (broad.length > 0) say("too_broad", `is too broad: ${broad.join("; ")}`);
  }
  if (validity === "valid" && daysLeft <= SOON_DAYS && facts.findings > 0) {
    const when = daysLeft === 0 ? "on the day of the audit" : `${counted(daysLeft, "day")} after the audit`;
    say("expiring", `ends on ${exception.expires}, ${when}`);
  }
  if (validity === "not_yet_valid") {
    say("not_yet_valid", `holds from ${exception.created} on, ${counted(daysToGo, "day")} after the audit`);
  }
  if (facts.controls.length === 0 && strangeControls.length === 0) {
    say("not_judged", `was not looked at: ${some(controlsOf(exception))} was not run`);
  }
  if (facts.overlap !== undefined) say("overlapping", overlapText(facts, facts.overlap));
  return problems;
}

/** How many findings count again because an exception has expired. */
function backText({ findings, uncovered }: ExceptionFacts): string {
  if (findings === 0) return "it would cover nothing now";
  if (uncovered === 0) return "other exceptions cover all that it meant";
  return `${counted(uncovered, "finding")} of it ${uncovered === 1 ? "counts" : "count"} again`;
}

/** Why an exception covers nothing; undefined when it does, or when its controls were not run. */
function unmatched(facts: ExceptionFacts): string | undefined {
  const { exception, controls, findings, unknown, subjects, accounts } = facts;
  if (findings > 0 || controls.length === 0) return undefined;
  if (unknown > 0) {
    const are = unknown === 1 ? "finding is" : "findings are";
    return `${unknown.toLocaleString("en-US")} ${are} unknown, and an exception is laid over a fail only`;
  }
  if (exception.subject.finding_id !== undefined) {
    return "no finding of this id fails; it was fixed, or its credential is gone";
  }
  if (subjects > 0) {
    const whose = subjects === 1 ? "its subject does" : `its ${subjects.toLocaleString("en-US")} subjects do`;
    return `${whose} not fail ${some(controls)} now`;
  }
  if (accounts !== undefined && accounts.there === 0) {
    return `${accountNames(accounts.named)} not in this snapshot`;
  }
  if (accounts !== undefined && accounts.known === 0) {
    return `nothing is known of the users of ${some(accounts.named)}`;
  }
  if (exception.subject.user_name !== undefined) return "no user of this snapshot has this name";
  return exception.subject.arn === undefined
    ? "no subject of this snapshot fits the pattern"
    : "no subject of this snapshot has this ARN";
}

function accountNames(names: readonly string[]): string {
  return names.length === 1 ? `account ${names[0]} is` : `accounts ${some(names)} are`;
}

/** A pattern that only the account narrows means users that nobody has thought of yet. */
const EVERY_NAME = /^(user\/)?[*?]*\*[*?]*$/;

function breadth({ exception, subjects, allSubjects, daysLeft }: ExceptionFacts): string[] {
  const wild = controlsOf(exception).filter(hasWildcard);
  const resource = arnParts(exception.subject.pattern ?? "")?.resource ?? "";
  const share = subjects > MAX_SHARE * allSubjects && subjects >= SHARE_FROM;
  return [
    ...(wild.length > 0 ? [`control ${some(wild)} also means controls that are added later`] : []),
    ...(EVERY_NAME.test(resource) ? ["the pattern fits every name"] : []),
    ...(subjects > MAX_SUBJECTS || share
      ? [`it is for ${subjects.toLocaleString("en-US")} of ${counted(allSubjects, "subject")}`]
      : []),
    ...(daysLeft > MAX_DAYS ? [`it ends on ${exception.expires}, more than a year after the audit`] : []),
  ];
}

function overlapText(
  { findings }: ExceptionFacts,
  { findings: shared, by, others }: NonNullable<ExceptionFacts["overlap"]>,
): string {
  const which =
    shared === findings
      ? shared === 1
        ? "its finding"
        : `all ${counted(shared, "finding")} of it`
      : `${shared.toLocaleString("en-US")} of its ${counted(findings, "finding")}`;
  const more = others === 0 ? "" : ` and ${others.toLocaleString("en-US")} more`;
  const verb = shared === 1 && findings === 1 ? "is" : "are";
  return `overlaps: ${which} ${verb} covered by ${by.id}${more} too, which stands first and counts`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The first few names. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
