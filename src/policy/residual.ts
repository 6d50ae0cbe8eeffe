import type { Atom } from "./atom.js";
import type { Catalogue } from "./catalogue.js";
import { clauseTruth } from "./conditions.js";
import { type ContextKind, type ContextName, factsOf } from "./context.js";
import type { Judge } from "./judge.js";
import type { AppliedStatement, StatementRef } from "./model.js";
import { ASSUME } from "./role-rules.js";
import { hopWitness, worstFirst } from "./role-witness.js";
import type { Truth } from "./truth.js";

/** A request without MFA that may be allowed. */
export interface Witness {
  /** `service:Action`, or the pattern of actions AWS has not published. */
  readonly action: string;
  readonly listed: boolean;
  /** A resource as the policy writes it. */
  readonly resource: string;
  readonly context: ContextName;
  /** The identity policy's statement that allows it; null where the policies were not collected. */
  readonly allowedBy: StatementRef | null;
  /** `certain`: needs no guess; `conditional`: some condition on `needs` must be met, mostly by what the caller sets. */
  readonly confidence: "certain" | "conditional";
  readonly needs: readonly string[];
}

/** What remains possible on a path without MFA. */
export interface Residual {
  /** Published actions that do harm. */
  readonly actions: number;
  /** Whether actions that AWS may add are open too. */
  readonly unlisted: boolean;
  readonly examples: readonly Witness[];
}

interface Choice {
  readonly statement: AppliedStatement | null;
  readonly resource: string;
  readonly truth: Truth;
}

function everyResource(text: string): boolean {
  return text === "*";
}

/** The Allow of a slot that needs least: one without open condition first. */
function chooseAllow(
  judge: Judge,
  allows: readonly number[],
  truths: readonly Truth[],
  open: boolean,
  left: ReadonlySet<string>,
): Choice {
  let best: Choice | null = null;
  for (const index of allows) {
    const statement = judge.model.statements[index];
    const truth = truths[index] ?? "F";
    if (statement === undefined || truth === "F" || (best !== null && (best.truth === "T" || truth !== "T")))
      continue;
    const number = statement.resources.findIndex((one) => left.has(one.text) || left.has("*"));
    if (number >= 0) best = { statement, truth, resource: statement.texts[number] ?? "*" };
  }
  return best ?? { statement: null, resource: "*", truth: open ? "U" : "T" };
}

/** Keys of the conditions that are neither met nor failed for sure. */
export function openKeys(judge: Judge, kind: ContextKind, statement: AppliedStatement | null): string[] {
  const facts = factsOf(judge.model.subject.principal, kind);
  const open = (statement?.compiled.clauses ?? []).filter((clause) =>
    /[UM]/.test(clauseTruth(clause, facts)),
  );
  return open.map((clause) => clause.source.key);
}

/** Builds the example request for one atom; null when it is not possible in this context. */
function witnessOf(
  judge: Judge,
  atom: number,
  kind: ContextKind,
  name: string,
  listed: boolean,
): Witness | null {
  const one: Atom | undefined = judge.atoms.atoms[atom];
  const truths = judge
    .conditions(kind, "against")
    .find((each) => (judge.reach([each])[atom] ?? null) !== null);
  const reach = truths === undefined ? null : (judge.reach([truths])[atom] ?? null);
  if (one === undefined || truths === undefined || reach === null) return null;
  if (one.role?.hop) return hopWitness({ judge, atom: one, hop: one.role.hop, kind, truths });
  const choices = judge.model.slots.map((slot, number) => {
    const left = new Set((reach[number] ?? []).map((pattern) => pattern.text));
    return { slot, ...chooseAllow(judge, one.allows[number] ?? [], truths, slot.open, left) };
  });
  const dodged = one.denies.flatMap((deny) => {
    const statement = judge.model.statements[deny];
    if (statement === undefined || truths[deny] !== "U") return [];
    return reach.every((slot) => slot.some((pattern) => judge.patterns.touches(statement, pattern)))
      ? [statement]
      : [];
  });
  const guessed = choices.filter((choice) => choice.truth !== "T");
  const needs = [...guessed.map((choice) => choice.statement), ...dodged].flatMap((statement) =>
    openKeys(judge, kind, statement),
  );
  const narrow = [...choices].reverse().find((choice) => !everyResource(choice.resource));
  return {
    action: name,
    listed,
    resource: narrow?.resource ?? "*",
    context: kind.name,
    allowedBy: choices.find((choice) => choice.slot.layer === "identity")?.statement?.ref ?? null,
    confidence: guessed.length === 0 && dodged.length === 0 ? "certain" : "conditional",
    needs: [...new Set(needs)],
  };
}

const EXAMPLES = 10;

/** What the holder of a path can do without MFA: how much, and the worst of it as examples. */
export function residualOf(
  judge: Judge,
  kinds: readonly ContextKind[],
  catalogue: Catalogue,
  dangerous: readonly number[],
): Residual {
  const open = new Map<number, ContextKind>();
  for (const kind of kinds) {
    const reach = judge.reach(judge.conditions(kind, "against"));
    for (const atom of judge.harmful(reach, kind.sessionLimits)) if (!open.has(atom)) open.set(atom, kind);
  }
  const { atoms, of } = judge.atoms;
  const worst = worstFirst(judge.atoms).filter((atom) => open.has(atom));
  const examples: Witness[] = [];
  const add = (atom: number, name: string, listed: boolean) => {
    const kind = open.get(atom);
    if (kind === undefined || examples.length >= EXAMPLES || examples.some((one) => one.action === name))
      return;
    const witness = witnessOf(judge, atom, kind, name, listed);
    if (witness !== null) examples.push(witness);
  };
  if (open.size > 0)
    for (const index of dangerous) {
      const name = catalogue.names[index] ?? "";
      add((name === ASSUME ? worst[0] : undefined) ?? of.get(index) ?? 0, name, true);
    }
  const rest = [...open.keys()].sort((a, b) => (atoms[b]?.level ?? 0) - (atoms[a]?.level ?? 0) || a - b);
  for (const atom of rest.filter((one) => atoms[one]?.listed)) add(atom, atoms[atom]?.example ?? "", true);
  for (const atom of rest.filter((one) => !atoms[one]?.listed)) add(atom, atoms[atom]?.example ?? "", false);
  return {
    // However many roles can be assumed, it takes one action.
    actions: rest.reduce((sum, atom) => sum + (atoms[atom]?.count ?? 0), worst.length > 0 ? 1 : 0),
    unlisted: rest.some((atom) => !atoms[atom]?.listed),
    examples,
  };
}
