import type { Atoms } from "./atoms.js";
import { type HopCase, openingOf } from "./hop-opening.js";
import { TIERS } from "./privilege-rules.js";
import type { Witness } from "./residual.js";

/** The atoms of roles, those first that give most; roles that are not known may give anything. */
export function worstFirst({ atoms, assuming = [] }: Atoms): number[] {
  const rank = (atom: number) => {
    const [role] = atoms[atom]?.role?.hop?.roles ?? [];
    return role === undefined ? TIERS.indexOf("escalation") : TIERS.indexOf(role.gives.tier);
  };
  return [...assuming].sort((a, b) => rank(b) - rank(a) || b - a);
}

/** The example request for a role that may be assumed: what lets it through, and what that needs. */
export function hopWitness(one: HopCase): Witness {
  const { allow, trust, needs, certain } = openingOf(one);
  return {
    action: one.atom.example,
    listed: true,
    resource: one.hop.arn.text,
    context: one.kind.name,
    allowedBy: (allow ?? trust)?.ref ?? null,
    confidence: certain ? "certain" : "conditional",
    needs,
  };
}
