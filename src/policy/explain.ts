import { gapText } from "../model/gap-text.js";
import { thousands } from "../model/listed.js";
import { candidates } from "./changes.js";
import { CONTEXTS, type ContextName } from "./context.js";
import { type EffectiveMfa, pathsOf } from "./effective-mfa.js";
import type { Assessment, PolicyEngine } from "./engine.js";
import { type GuardNote, guardNotes } from "./guard-notes.js";
import type { Judge, Strength } from "./judge.js";
import type { PathVerdict, Verdict } from "./path-verdict.js";
import type { RoleGraph } from "./role-graph.js";
import { type RoleNote, roleNotes } from "./role-notes.js";
import { noteOf, type StatementNote } from "./statement-note.js";
import { onlyServices, type Subject } from "./subject.js";
import type { Witness } from "./wanted.js";

/** An example request, with the statement that allows it. */
export interface ExplainedWitness extends Omit<Witness, "allowedBy"> {
  readonly allowedBy: StatementNote | null;
}

/** A change that was tried on the policies, and the verdicts it gave. */
export interface Change {
  readonly what: string;
  readonly console: Verdict;
  readonly key: Verdict;
}

export interface PathExplanation {
  readonly path: "console" | "key";
  readonly verdict: PathVerdict;
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** Each kind of request without MFA that the path gives. */
  readonly contexts: readonly { readonly name: ContextName; readonly strength: Strength }[];
  /** Statements that the verdict rests on. */
  readonly statements: readonly StatementNote[];
  /** What is still possible. */
  readonly actions: number;
  readonly examples: readonly ExplainedWitness[];
}

/** Everything on the MFA of one subject, as data for people and programs. */
export interface Explanation {
  readonly console: PathExplanation;
  readonly key: PathExplanation;
  /** Every statement that looks at MFA: those that work, and those that do not. */
  readonly guards: readonly GuardNote[];
  /** The roles that the subject's policies or their own trust speak of, and whether it can assume them. */
  readonly roles: readonly RoleNote[];
  /** What would change a verdict for the better; every one was tried. */
  readonly changes: readonly Change[];
  readonly assessment: Assessment;
}

/** What somebody holds who has the path and nothing else. */
function held(path: "console" | "key", subject: Subject): string {
  if (path === "console") return "the password alone";
  const services = onlyServices(subject);
  return services === null
    ? "an access key alone"
    : `a certificate, an SSH key or a credential for ${services.join(" and ")} alone, which is good for nothing else`;
}

function jointly(by: readonly string[]): string {
  return by
    .map((one) => (one.includes("+") ? `${one.replaceAll("+", " and ")} together` : one))
    .join(", or by ");
}

function enforcedSentence(alone: string, { by, robust }: PathVerdict): string {
  if (by[0] === "signin") return "Enforced at sign-in: a device is registered, and the console asks for it.";
  if (by[0] === "no-permissions") return "Nothing harmful is allowed, with or without MFA.";
  const who = by.length === 0 ? "policies" : jointly(by);
  const weak = robust ? "" : " Only because nothing allows more: a resource policy or a later grant could.";
  return `Enforced by ${who}: with ${alone}, nothing harmful is allowed.${weak}`;
}

function sentenceOf(
  path: "console" | "key",
  subject: Subject,
  verdict: PathVerdict,
  { residual, mfa }: Assessment,
): string {
  const alone = held(path, subject);
  const { actions } = residual[path];
  const count = `${thousands(actions)} harmful action${actions === 1 ? "" : "s"}`;
  switch (verdict.verdict) {
    case "enforced":
      return enforcedSentence(alone, verdict);
    case "partial":
      return `Partly enforced: MFA opens more, but ${count} can be called with ${alone}.`;
    case "not_enforced":
      return `Not enforced: ${count} can be called with ${alone}, and MFA makes no difference to that.`;
    case "unknown": {
      const gaps = [...new Set(mfa.gaps.map(gapText))].join("; ");
      return `Unknown: what was not collected or cannot be read${gaps === "" ? "" : ` (${gaps})`} could change the verdict.`;
    }
    case "not_applicable":
      return path === "console" ? "There is no console password." : "There is no active access key.";
  }
}

function explainPath(
  path: "console" | "key",
  engine: PolicyEngine,
  judge: Judge,
  assessment: Assessment,
): PathExplanation {
  const verdict = assessment.mfa[path];
  const { subject } = judge.model;
  const kinds = pathsOf(subject)[path];
  const yes = judge.conditions(CONTEXTS.mfa, "against");
  const notes = verdict.statements.map((ref) => noteOf(judge.model, ref));
  return {
    path,
    verdict,
    sentence: sentenceOf(path, subject, verdict, assessment),
    contexts: kinds.map((kind) => ({
      name: kind.name,
      strength: judge.strength([{ kind, worlds: judge.conditions(kind, "against") }], yes),
    })),
    statements: notes.filter((note) => note !== null),
    actions: assessment.residual[path].actions,
    examples: engine.examples(judge, kinds).map((example) => ({
      ...example,
      allowedBy: example.allowedBy === null ? null : noteOf(judge.model, example.allowedBy),
    })),
  };
}

const GOODNESS: readonly Verdict[] = ["not_enforced", "unknown", "partial", "enforced", "not_applicable"];

function better(now: Verdict, then: Verdict): boolean {
  return GOODNESS.indexOf(then) > GOODNESS.indexOf(now);
}

function changesOf(
  engine: PolicyEngine,
  judge: Judge,
  mfa: EffectiveMfa,
  guards: readonly GuardNote[],
): Change[] {
  const reached = new Set<string>();
  return candidates(judge.model, guards).flatMap(({ what, on, subject }) => {
    const after = engine.verdicts(subject);
    if ("tooComplex" in after) return [];
    const [console, key] = [after.console.verdict, after.key.verdict];
    const helps = better(mfa.console.verdict, console) || better(mfa.key.verdict, key);
    const harms = better(console, mfa.console.verdict) || better(key, mfa.key.verdict);
    const result = `${on} ${console} ${key}`;
    if (!helps || harms || reached.has(result)) return [];
    reached.add(result);
    return [{ what, console, key }];
  });
}

/**
 * Explains the verdicts on one subject. Null when its policies need more work than is allowed for.
 * @param graph the roles it was completed with, where they were collected
 */
export function explain(engine: PolicyEngine, subject: Subject, graph?: RoleGraph): Explanation | null {
  const assessment = engine.assess(subject);
  if ("tooComplex" in assessment) return null;
  const judge = engine.judge(subject);
  const guards = guardNotes(judge.model);
  return {
    console: explainPath("console", engine, judge, assessment),
    key: explainPath("key", engine, judge, assessment),
    guards,
    roles: graph === undefined ? [] : roleNotes(engine, subject, graph),
    changes: changesOf(engine, judge, assessment.mfa, guards),
    assessment,
  };
}
