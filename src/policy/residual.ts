import type { Catalogue } from "./catalogue.js";
import type { ContextKind } from "./context.js";
import type { Judge } from "./judge.js";
import { ResourceTypes } from "./resource-types.js";
import { ASSUME } from "./role-rules.js";
import { worstFirst } from "./role-witness.js";
import type { Witness } from "./wanted.js";
import { witnessOf } from "./witness.js";

/** What remains possible on a path without MFA. */
export interface Residual {
  /** Published actions that do harm. */
  readonly actions: number;
  /** Whether actions that AWS may add are open too. */
  readonly unlisted: boolean;
}

/** The atoms that do harm and may be allowed, each with the kinds of request by which it is. */
function openAtoms(judge: Judge, kinds: readonly ContextKind[]): ReadonlyMap<number, readonly ContextKind[]> {
  const open = new Map<number, ContextKind[]>();
  for (const kind of kinds) {
    const reach = judge.reach(judge.conditions(kind, "against"));
    for (const atom of judge.harmful(reach, kind)) {
      open.set(atom, [...(open.get(atom) ?? []), kind]);
    }
  }
  return open;
}

/** How much the holder of a path can do without MFA. */
export function residualOf(judge: Judge, kinds: readonly ContextKind[]): Residual {
  const open = [...openAtoms(judge, kinds).keys()].map((atom) => judge.atoms.atoms[atom]);
  return {
    // However many roles can be assumed, it takes one action.
    actions: open.reduce((sum, atom) => sum + (atom?.count ?? 0), open.some((atom) => atom?.role) ? 1 : 0),
    unlisted: open.some((atom) => !atom?.listed),
  };
}

const EXAMPLES = 10;
/** Kinds of resources that are tried for an atom, where there are examples of others. */
const TRIED = 20;

/** What examples are chosen from. */
export interface Choice {
  readonly catalogue: Catalogue;
  /** Actions worth naming, worst first. */
  readonly dangerous: readonly number[];
  /** The published actions of each atom, worst first. */
  readonly actions: ReadonlyMap<number, readonly number[]>;
}

/** Finds example requests of a path; each action is an example once. */
class Examples {
  readonly found: Witness[] = [];
  private readonly open: ReadonlyMap<number, readonly ContextKind[]>;
  private readonly types: ResourceTypes;

  constructor(
    private readonly judge: Judge,
    kinds: readonly ContextKind[],
    private readonly choice: Choice,
  ) {
    this.open = openAtoms(judge, kinds);
    this.types = new ResourceTypes(choice.catalogue, judge.model.subject);
  }

  /** Open atoms, those of the highest access level first. */
  get atoms(): number[] {
    const level = (atom: number) => this.judge.atoms.atoms[atom]?.level ?? 0;
    return [...this.open.keys()].sort((a, b) => level(b) - level(a) || a - b);
  }

  /** @param index of the action in the catalogue; undefined: no published one */
  add(atom: number, name: string, index: number | undefined): boolean {
    const kinds = this.open.get(atom) ?? [];
    if (kinds.length === 0 || this.found.length >= EXAMPLES) return false;
    if (this.found.some((one) => one.action === name)) return true;
    const resources = index === undefined ? [] : this.types.of(index);
    const asked = { judge: this.judge, atom, name, listed: index !== undefined, resources };
    const all = kinds.flatMap((kind) => witnessOf({ ...asked, kind }) ?? []);
    const witness = all.find(({ confidence }) => confidence === "certain") ?? all[0];
    if (witness !== undefined) this.found.push(witness);
    return witness !== undefined;
  }

  /** One action of an atom: the worst that is possible on what it works on. */
  addWorst(atom: number): void {
    const { actions, catalogue } = this.choice;
    const tried = new Set<string>();
    for (const index of actions.get(atom) ?? []) {
      const works = this.types.key(index);
      if (tried.has(works)) continue;
      tried.add(works);
      const done = tried.size > TRIED && this.found.length > 0;
      if (done || this.add(atom, catalogue.names[index] ?? "", index)) return;
    }
  }
}

/** The worst that the holder of a path can do without MFA, as requests. */
export function examplesOf(judge: Judge, kinds: readonly ContextKind[], choice: Choice): Witness[] {
  const { atoms, of } = judge.atoms;
  const examples = new Examples(judge, kinds, choice);
  const open = examples.atoms;
  if (open.length > 0) {
    const [role] = worstFirst(judge.atoms).filter((atom) => open.includes(atom));
    for (const index of choice.dangerous) {
      const name = choice.catalogue.names[index] ?? "";
      examples.add((name === ASSUME ? role : undefined) ?? of.get(index) ?? -1, name, index);
    }
  }
  for (const atom of open) if (atoms[atom]?.listed === true) examples.addWorst(atom);
  for (const atom of open) {
    if (atoms[atom]?.listed !== true) examples.add(atom, atoms[atom]?.example ?? "", undefined);
  }
  return examples.found;
}
