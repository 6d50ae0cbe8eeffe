import { clauseTruth } from "./conditions.js";
import { type ContextKind, factsOf } from "./context.js";
import { type HopCase, hopCase, openingOf, statementsOf, trusting } from "./hop-opening.js";
import type { Judge } from "./judge.js";
import type { LayerName } from "./levels.js";
import type { AppliedStatement } from "./model.js";
import { nameOf, noteOf } from "./statement-note.js";

/** Whether a role can be assumed by one kind of request, and why, in a sentence without its end. */
export interface HopAnswer {
  readonly answer: "open" | "conditional" | "closed";
  readonly why: string;
}

const NOT_ALLOWED: { readonly [layer in LayerName]: string } = {
  scp: "a service control policy does not allow it",
  rcp: "a resource control policy denies it",
  identity: "no identity policy allows it",
  boundary: "the boundary does not allow it",
  trust: "the trust policy does not allow it",
};

function named({ judge }: HopCase, statement: AppliedStatement): string {
  const note = noteOf(judge.model, statement.ref);
  if (note === null) return "a statement";
  if (statement.ref.layer !== "trust") return nameOf(note);
  return nameOf({ ...note, policy: "its trust policy" });
}

/** An Allow whose condition the request does not meet. */
function notMet(one: HopCase, statement: AppliedStatement): string {
  const facts = factsOf(one.judge.model.subject.principal, one.kind);
  const unmet = statement.compiled.clauses
    .filter((clause) => clauseTruth(clause, facts) === "F")
    .map(({ source: { operator, key, values } }) => `${operator} ${key} ${values.join(" or ")}`);
  return `${named(one, statement)} allows it only with ${unmet.join(" and ")}`;
}

function whyClosed(one: HopCase): string {
  const { judge, atom, hop, chosen } = one;
  const [deny] = statementsOf(
    one,
    atom.denies.filter((number) => chosen[number] === "T"),
  );
  if (deny !== undefined) return `${named(one, deny)} denies it`;
  const trust = trusting(one);
  const [refusing] = statementsOf(one, trust);
  if (refusing !== undefined && trust.every((number) => chosen[number] === "F")) return notMet(one, refusing);
  for (const [number, slot] of judge.model.slots.entries()) {
    const allows = hop.allows[number] ?? [];
    if (slot.open || allows.some((allow) => chosen[allow] !== "F")) continue;
    const [conditional] = statementsOf(one, allows);
    return conditional === undefined ? NOT_ALLOWED[slot.layer] : notMet(one, conditional);
  }
  return "what would allow it is denied";
}

function whyOpen(one: HopCase): HopAnswer {
  const { allow, trust, needs, certain } = openingOf(one);
  const parts = [
    trust === undefined
      ? "its trust policy was not collected or cannot be read, so it counts as open"
      : `${named(one, trust)} trusts the caller`,
    ...(allow === undefined ? [] : [`${named(one, allow)} allows it`]),
  ];
  const condition = needs.length === 0 ? "" : `, if ${needs.join(", ")} fits`;
  return { answer: certain ? "open" : "conditional", why: `${parts.join(", and ")}${condition}` };
}

/** Whether and why one kind of request assumes the role of an atom. */
export function hopAnswer(judge: Judge, index: number, kind: ContextKind): HopAnswer {
  const one = hopCase(judge, index, kind);
  return one.open ? whyOpen(one) : { answer: "closed", why: whyClosed(one) };
}
