import type { Atom } from "./atom.js";
import type { Patterns } from "./covers.js";
import type { Glob } from "./glob.js";
import { type AppliedStatement, EVERYTHING, type Slot } from "./model.js";
import type { AtomReach, Situation } from "./situation.js";

const EVERY_RESOURCE: readonly Glob[] = [EVERYTHING];

/** Each pattern once; of a statement that is asked for again and again. */
const DISTINCT = new WeakMap<AppliedStatement, readonly Glob[]>();

function distinct(patterns: readonly Glob[]): readonly Glob[] {
  if (patterns.length < 2) return patterns;
  return [...new Map(patterns.map((one) => [`${one.escaped} ${one.text}`, one])).values()];
}

function resourcesOf(statement: AppliedStatement): readonly Glob[] {
  const { resources } = statement;
  if (resources.length < 2) return resources;
  const known = DISTINCT.get(statement) ?? distinct(resources);
  DISTINCT.set(statement, known);
  return known;
}

/** What the slot may allow: an Allow counts unless its condition is false. */
function allowed(
  { model, truths, grantAll }: Situation,
  slot: Slot,
  statements: readonly number[],
): readonly Glob[] {
  if (slot.open || (grantAll && slot.layer !== "scp")) return EVERY_RESOURCE;
  const found: (readonly Glob[])[] = [];
  for (const index of statements) {
    const statement = model.statements[index];
    if (statement === undefined || truths[index] === "F") continue;
    const resources = resourcesOf(statement);
    if (resources.some((one) => one.everything)) return EVERY_RESOURCE;
    found.push(resources);
  }
  return found.length === 1 ? (found[0] ?? []) : distinct(found.flat());
}

/** Whether one request can satisfy every slot: patterns that meet pairwise, found by trying them in turn. */
function compatible(
  patterns: Patterns,
  slots: readonly (readonly Glob[])[],
  chosen: readonly Glob[] = [],
): boolean {
  const [first, ...rest] = slots;
  if (first === undefined) return true;
  return first.some(
    (one) =>
      chosen.every((other) => patterns.intersects(one, other)) &&
      compatible(patterns, rest, [...chosen, one]),
  );
}

/**
 * What may be allowed of one atom. Too much rather than too little: a Deny counts only when its condition is surely
 * true and it surely covers a whole resource pattern; an Allow counts unless its condition is surely false.
 */
export function atomReach(situation: Situation, atom: Atom): AtomReach {
  if (atom.role !== undefined) return atom.role.reach(situation);
  const { model, patterns, truths } = situation;
  const denies = atom.denies.flatMap((index) => {
    const statement = model.statements[index];
    return statement !== undefined && truths[index] === "T" ? [statement] : [];
  });
  if (
    denies.some(
      (deny) => !deny.spares && deny.ref.layer !== "rcp" && deny.resources.some((one) => one.everything),
    )
  ) {
    return null;
  }
  const result: (readonly Glob[])[] = [];
  for (const [number, slot] of model.slots.entries()) {
    const may = allowed(situation, slot, atom.allows[number] ?? []);
    const left = denies.length === 0 ? may : may.filter((pattern) => !patterns.covered(pattern, denies));
    if (left.length === 0) return null;
    result.push(left);
  }
  for (const deny of denies) {
    // Only what it spares is left; a resource control policy says nothing of other accounts.
    if (!deny.spares || deny.vague || deny.ref.layer === "rcp") continue;
    const left = deny.resources.filter((spared) => !patterns.covered(spared, denies));
    if (left.length === 0) return null;
    result.push(left);
  }
  const narrow = result.filter((slot) => slot !== EVERY_RESOURCE && !slot.some((one) => one.everything));
  return narrow.length < 2 || compatible(patterns, narrow) ? result : null;
}
