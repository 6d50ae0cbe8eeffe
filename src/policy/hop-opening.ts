import type { Atom } from "./atom.js";
import { type ContextKind, factsOf } from "./context.js";
import type { Hop } from "./hops.js";
import type { Judge } from "./judge.js";
import type { AppliedStatement } from "./model.js";
import type { Truth } from "./truth.js";
import { truthsOf } from "./truths.js";
import { openKeys } from "./wanted.js";

/** A hop in one kind of request. */
export interface HopCase {
  readonly judge: Judge;
  readonly atom: Atom;
  readonly hop: Hop;
  readonly kind: ContextKind;
  readonly open: boolean;
  /** In a case of what the caller chooses that opens it, where there is one. */
  readonly chosen: readonly Truth[];
  /** Without any choice. */
  readonly sure: readonly Truth[];
}

/** What lets somebody assume a role. */
export interface Opening {
  /** Of the identity policies; undefined where the trust policy alone is enough, or they are not known. */
  readonly allow: AppliedStatement | undefined;
  /** Of the trust policy; undefined where it is not known. */
  readonly trust: AppliedStatement | undefined;
  /** Keys of conditions that are neither met nor failed for sure. */
  readonly needs: readonly string[];
  /** Needs no guess. */
  readonly certain: boolean;
}

/** The case of a kind of request that opens a hop, else its first one. */
export function hopCase(judge: Judge, index: number, kind: ContextKind): HopCase {
  const atom = judge.atoms.atoms[index];
  if (!atom?.role?.hop) throw new Error("There is no such hop.");
  const worlds = judge.conditions(kind, "against");
  const opening = worlds.find((truths) => (judge.reachOf(truths)[index] ?? null) !== null);
  const facts = factsOf(judge.model.subject.principal, kind);
  return {
    judge,
    atom,
    hop: atom.role.hop,
    kind,
    open: opening !== undefined,
    chosen: opening ?? worlds[0] ?? [],
    sure: truthsOf(judge.model, facts, "against", null).values,
  };
}

export function statementsOf(
  { judge }: HopCase,
  numbers: readonly (number | undefined)[],
): AppliedStatement[] {
  return numbers.flatMap((number) => (number === undefined ? [] : (judge.model.statements[number] ?? [])));
}

/** Numbers of the Allows of the hop's trust policy. */
export function trusting({ judge, hop }: HopCase): number[] {
  return judge.model.statements.flatMap(({ ref, compiled, resources }, number) =>
    ref.layer === "trust" && !compiled.deny && resources[0] === hop.arn ? [number] : [],
  );
}

/** The statements that need least, of a hop that is open. */
export function openingOf(one: HopCase): Opening {
  const { judge, atom, hop, kind, chosen, sure } = one;
  const { slots } = judge.model;
  const best = (numbers: readonly number[]) =>
    numbers.find((number) => sure[number] === "T") ?? numbers.find((number) => chosen[number] !== "F");
  const allows = slots.map((_, number) => best(hop.allows[number] ?? []));
  const trust = best(trusting(one));
  const guessed = [...allows, trust].filter((number) => number !== undefined && sure[number] !== "T");
  const dodged = atom.denies.filter((number) => sure[number] === "U");
  const unsure = statementsOf(one, [...guessed, ...dodged]);
  const identity = allows[slots.findIndex(({ layer }) => layer === "identity")];
  return {
    allow: statementsOf(one, [identity])[0],
    trust: statementsOf(one, [trust])[0],
    needs: [...new Set(unsure.flatMap((statement) => openKeys(judge, kind, statement)))],
    certain: unsure.length === 0 && hop.trust !== null && !slots.some((slot) => slot.open),
  };
}
