import { PROBLEM_KINDS, type ProblemKind } from "../govern/exception-problems.js";
import type { ExceptionState } from "../govern/exception-states.js";
import { counted } from "../model/listed.js";
import { plainText } from "../report/text.js";

/** So many of each kind of problem are told; the rest is counted. */
const SHOWN = 3;

/** What to say of exceptions beside the findings: what they cover, and in short what can be said against them. */
export function exceptionNotes(file: string, states: readonly ExceptionState[]): string[] {
  const covers = states.reduce((sum, state) => sum + state.covers, 0);
  const verb = states.length === 1 ? "covers" : "cover";
  const head = `${file}: ${counted(states.length, "exception")} ${verb} ${counted(covers, "failing finding")}.`;
  const kinds = Object.keys(PROBLEM_KINDS) as ProblemKind[];
  const lines = kinds.flatMap((kind) => linesOf(kind, states));
  const advice = lines.length === 0 ? [] : ["`iamspect exceptions check` tells all that is wrong with them."];
  return [head, ...lines, ...advice].map(plainText);
}

function linesOf(kind: ProblemKind, states: readonly ExceptionState[]): string[] {
  const found = states.flatMap(({ place, exception, problems }) =>
    problems
      .filter((problem) => problem.kind === kind)
      .map(({ text }) => `${PROBLEM_KINDS[kind] ? "problem" : "note"}: ${place}: ${exception.id} ${text}.`),
  );
  if (kind === "not_judged" && found.length > 0) {
    return [`note: ${countedAre(found.length, "exception")} ${WORDS.not_judged}.`];
  }
  const rest = found.length - SHOWN;
  if (rest <= 0) return found;
  return [...found.slice(0, SHOWN), `... and ${countedAre(rest, "more exception")} ${WORDS[kind]}.`];
}

function countedAre(count: number, noun: string): string {
  return `${counted(count, noun)} ${count === 1 ? "is" : "are"}`;
}

/** How several of a kind are called. */
const WORDS: Record<ProblemKind, string> = {
  expired: "expired",
  no_control: "of controls that do not exist",
  unmatched: "without anything to cover",
  too_broad: "too broad",
  expiring: "about to end",
  not_yet_valid: "not valid yet",
  not_judged: "of controls that were not run",
  overlapping: "overlapping",
};
