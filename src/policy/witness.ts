import type { Atom } from "./atom.js";
import { clauseTruth } from "./conditions.js";
import { type ContextKind, type ContextName, factsOf } from "./context.js";
import type { Facts } from "./facts.js";
import { type Glob, matches } from "./glob.js";
import type { Judge } from "./judge.js";
import type { AppliedStatement, StatementRef } from "./model.js";
import { onResource } from "./request.js";
import type { Named } from "./resource-types.js";
import { hopWitness } from "./role-witness.js";
import { commonArn } from "./sample.js";
import { allOf, type Truth } from "./truth.js";
import { truthsOf } from "./truths.js";

/** A request without MFA that may be allowed. */
export interface Witness {
  /** `service:Action`, or the pattern of actions AWS has not published. */
  readonly action: string;
  readonly listed: boolean;
  /** A resource as the policy writes it. */
  readonly resource: string;
  /** A resource of those that every statement was asked about. */
  readonly tried: string;
  readonly context: ContextName;
  /** The identity policy's statement that allows it; null where the policies were not collected. */
  readonly allowedBy: StatementRef | null;
  /** `certain`: needs no guess; `conditional`: some condition on `needs` must be met, mostly by what the caller sets. */
  readonly confidence: "certain" | "conditional";
  readonly needs: readonly string[];
}

/** An action to find a request with: an atom, in one kind of request. */
export interface Wanted {
  readonly judge: Judge;
  readonly atom: number;
  readonly kind: ContextKind;
  readonly name: string;
  readonly listed: boolean;
  /** What a policy can name for the action; empty: not known. */
  readonly resources: readonly Named[];
}

/** One case of what the caller chooses, and what holds without any choice. */
interface Case {
  readonly judge: Judge;
  readonly atom: Atom;
  readonly facts: Facts;
  readonly chosen: readonly Truth[];
  readonly sure: readonly Truth[];
}

/** How a layer lets a request through: by a statement, or because it is not known. */
interface Passage {
  readonly statement: AppliedStatement | null;
  readonly certain: boolean;
}

/** Requests that are tried for one case: the first ones mostly do. */
const MOST_TRIED = 60;

/** Keys of the conditions that are neither met nor failed for sure. */
export function openKeys(judge: Judge, kind: ContextKind, statement: AppliedStatement | null): string[] {
  const facts = factsOf(judge.model.subject.principal, kind);
  const open = (statement?.compiled.clauses ?? []).filter((clause) =>
    /[UM]/.test(clauseTruth(clause, facts)),
  );
  return open.map((clause) => clause.source.key);
}

/** One pattern of each list, in every way. */
function* choices(
  lists: readonly (readonly Glob[])[],
  chosen: readonly Glob[] = [],
): Generator<readonly Glob[]> {
  const [first, ...rest] = lists;
  if (first === undefined) yield chosen;
  else for (const one of first) yield* choices(rest, [...chosen, one]);
}

/** Texts that match a pattern of each list, and are a resource of the action. */
function* texts(lists: readonly (readonly Glob[])[], resources: readonly Named[]): Generator<string> {
  const narrow = lists.filter((list) => !list.some((one) => one.everything));
  if (narrow.length === 0 && resources.length === 0) yield "*";
  const types: readonly (Named | null)[] = resources.length === 0 ? [null] : resources;
  let left = MOST_TRIED;
  for (const type of types) {
    for (const some of choices(narrow)) {
      if (left-- <= 0) return;
      const text = commonArn(type === null ? some : [type.pattern, ...some]);
      if (text !== null && !type?.others.some((other) => matches(other, text))) yield text;
    }
  }
}

/** Whether a statement applies to the resource: with what the caller chooses, and without. */
function applies(one: Case, index: number, resource: string) {
  const statement = one.judge.model.statements[index];
  if (statement === undefined) return null;
  const on = onResource(statement.compiled, resource, one.facts);
  const truth = (truths: readonly Truth[]) => allOf([on, truths[index] ?? "U"]);
  return { statement, chosen: truth(one.chosen), sure: truth(one.sure) };
}

/** The Denies that may apply, where none surely does; null where one does. */
function dodged(one: Case, resource: string): AppliedStatement[] | null {
  const found: AppliedStatement[] = [];
  for (const deny of one.atom.denies) {
    const { statement, chosen = "F", sure = "F" } = applies(one, deny, resource) ?? {};
    if (statement === undefined) continue;
    const reaches = statement.ref.layer !== "rcp" || one.judge.patterns.isOwn(resource);
    if (chosen === "T" && reaches) return null;
    if (sure !== "F" || chosen !== "F") found.push(statement);
  }
  return found;
}

function passage(one: Case, slot: number, resource: string): Passage | null {
  let best: Passage | null =
    one.judge.model.slots[slot]?.open === true ? { statement: null, certain: false } : null;
  for (const allow of one.atom.allows[slot] ?? []) {
    const { statement = null, chosen = "F", sure = "F" } = applies(one, allow, resource) ?? {};
    if (chosen === "F") continue;
    if (sure === "T") return { statement, certain: true };
    if (best?.statement == null) best = { statement, certain: false };
  }
  return best;
}

/** The resource as a policy writes it, by the last layer that names more than everything. */
function written(passages: readonly Passage[], spared: readonly (readonly Glob[])[], resource: string) {
  for (const { statement } of [...passages].reverse()) {
    const place = statement?.resources.findIndex((one) => !one.everything && matches(one, resource)) ?? -1;
    if (place >= 0) return statement?.texts[place] ?? "*";
  }
  return spared.flat().find((one) => matches(one, resource))?.text ?? "*";
}

/** A request in one case, checked against every statement. */
function checked(one: Case, wanted: Wanted, spared: readonly (readonly Glob[])[], resource: string) {
  const { judge, kind, name, listed } = wanted;
  const denies = dodged(one, resource);
  const passages = judge.model.slots.map((_, slot) => passage(one, slot, resource));
  const open = passages.filter((passage) => passage !== null);
  if (denies === null || open.length < passages.length) return null;
  const guessed = open.filter(({ certain }) => !certain);
  const needs = [...guessed.map(({ statement }) => statement), ...denies].flatMap((statement) =>
    openKeys(judge, kind, statement),
  );
  const identity = judge.model.slots.findIndex(({ layer }) => layer === "identity");
  const witness: Witness = {
    action: name,
    listed,
    resource: written(open, spared, resource),
    tried: resource,
    context: kind.name,
    allowedBy: open[identity]?.statement?.ref ?? null,
    confidence: guessed.length === 0 && denies.length === 0 ? "certain" : "conditional",
    needs: [...new Set(needs)],
  };
  return witness;
}

/** Every request that is tried, with the witness it makes. */
function* witnesses(wanted: Wanted): Generator<Witness> {
  const { judge, kind, resources } = wanted;
  const atom = judge.atoms.atoms[wanted.atom];
  const facts = factsOf(judge.model.subject.principal, kind);
  const sure = truthsOf(judge.model, facts, "against", null).values;
  for (const chosen of judge.conditions(kind, "against")) {
    const reach = judge.reachOf(chosen)[wanted.atom] ?? null;
    if (reach === null || atom === undefined) continue;
    for (const text of texts(reach, resources)) {
      const spared = reach.slice(judge.model.slots.length);
      const witness = checked({ judge, atom, facts, chosen, sure }, wanted, spared, text);
      if (witness !== null) yield witness;
    }
  }
}

/**
 * An example request: one on a resource that the action works on, with every Deny asked again. One that needs no guess
 * where there is one; null when none is found.
 */
export function witnessOf(wanted: Wanted): Witness | null {
  if (wanted.judge.atoms.atoms[wanted.atom]?.role?.hop) return hopWitness(wanted);
  let first: Witness | null = null;
  for (const witness of witnesses(wanted)) {
    if (witness.confidence === "certain") return witness;
    first ??= witness;
  }
  return first;
}
