import { TIERS } from "../model/tiers.js";
import type { Atoms } from "./atoms.js";
import { hopCase, openingOf } from "./hop-opening.js";
import type { Wanted, Witness } from "./wanted.js";

/** The atoms of roles, those first that give most; roles that are not known may give anything. */
export function worstFirst({ atoms, assuming = [] }: Atoms): number[] {
  const rank = (atom: number) => {
    const [role] = atoms[atom]?.role?.hop?.roles ?? [];
    return role === undefined ? TIERS.indexOf("escalation") : TIERS.indexOf(role.gives.tier);
  };
  return [...assuming].sort((a, b) => rank(b) - rank(a) || b - a);
}

/** The example request for a role that may be assumed: what lets it through, and what that needs. */
export function hopWitness({ judge, atom, kind, name, listed }: Wanted): Witness | null {
  const one = hopCase(judge, atom, kind);
  if (!one.open) return null;
  const { allow, trust, needs, certain } = openingOf(one);
  const arn = one.hop.arn.text;
  return {
    action: name,
    listed,
    resource: arn,
    tried: arn,
    context: kind.name,
    allowedBy: (allow ?? trust)?.ref ?? null,
    confidence: certain ? "certain" : "conditional",
    needs,
  };
}
