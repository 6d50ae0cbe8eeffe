import type { Atom } from "./atom.js";
import type { Atoms } from "./atoms.js";
import type { ContextKind } from "./context.js";
import type { Hop } from "./hops.js";
import type { Judge } from "./judge.js";
import type { AppliedStatement } from "./model.js";
import { TIERS } from "./privilege-rules.js";
import { openKeys, type Witness } from "./residual.js";
import type { Truth } from "./truth.js";

/** The atoms of roles, those first that give most; roles that are not known may give anything. */
export function worstFirst({ atoms, assuming = [] }: Atoms): number[] {
  const rank = (atom: number) => {
    const [role] = atoms[atom]?.role?.hop?.roles ?? [];
    return role === undefined ? TIERS.indexOf("escalation") : TIERS.indexOf(role.gives.tier);
  };
  return [...assuming].sort((a, b) => rank(b) - rank(a) || b - a);
}

/** The example request for a role that may be assumed: what lets it through, and what that needs. */
export function hopWitness(
  judge: Judge,
  atom: Atom,
  hop: Hop,
  kind: ContextKind,
  truths: readonly Truth[],
): Witness {
  const { slots, statements } = judge.model;
  const best = (numbers: readonly number[]): number | undefined =>
    numbers.find((one) => truths[one] === "T") ?? numbers.find((one) => truths[one] !== "F");
  const trust = best(
    statements.flatMap(({ ref, compiled, resources }, number) =>
      ref.layer === "trust" && !compiled.deny && resources[0] === hop.arn ? [number] : [],
    ),
  );
  const allows = slots.map((_, number) => best(hop.allows[number] ?? []));
  const dodged = atom.denies.filter((number) => truths[number] === "U");
  const guessed = [...allows, trust].filter((number) => number !== undefined && truths[number] !== "T");
  const unsure = [...guessed, ...dodged].flatMap((number): AppliedStatement[] => {
    const statement = number === undefined ? undefined : statements[number];
    return statement === undefined ? [] : [statement];
  });
  const identity = allows[slots.findIndex(({ layer }) => layer === "identity")] ?? trust;
  const open = hop.trust === null || slots.some((slot) => slot.open);
  return {
    action: atom.example,
    listed: true,
    resource: hop.arn.text,
    context: kind.name,
    allowedBy: identity === undefined ? null : (statements[identity]?.ref ?? null),
    confidence: unsure.length === 0 && !open ? "certain" : "conditional",
    needs: [...new Set(unsure.flatMap((statement) => openKeys(judge, kind, statement)))],
  };
}
