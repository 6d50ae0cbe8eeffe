import type { Atom } from "./atom.js";
import type { Atoms } from "./atoms.js";
import { Budget } from "./budget.js";
import { casesOf } from "./cases.js";
import { CONTEXTS, type ContextKind, factsOf } from "./context.js";
import { Patterns } from "./covers.js";
import type { Fact } from "./facts.js";
import type { Glob } from "./glob.js";
import type { LayerName } from "./levels.js";
import type { AppliedStatement, Model } from "./model.js";
import { OpensMore, type Side } from "./opens-more.js";
import { atomReach, type Reach } from "./reach.js";
import type { Target } from "./targets.js";
import type { Truth } from "./truth.js";
import { type Leaning, truthsOf } from "./truths.js";

/** What MFA does for one kind of request, worst first. */
export type Strength = "not_enforced" | "partial" | "enforced";

/** Conditions of all statements, once for every case of what the caller chooses. */
export type Worlds = readonly (readonly Truth[])[];

/** A kind of request: its conditions, and whether a session's limits hold for it. */
export interface Requests {
  readonly worlds: Worlds;
  readonly limits: boolean;
}

/** The same in one case, and what may be allowed there. */
interface InCase {
  readonly truths: readonly Truth[];
  readonly reach: Reach;
  readonly limits: boolean;
}

const WORK = 3_000_000;

/**
 * Judges requests against the policies of one subject. Keeps what it worked out, for most contexts turn out to be the
 * same for most policies.
 */
export class Judge {
  readonly patterns: Patterns;
  /** Whether a fact that was not collected stood in a condition. */
  missing = false;
  private cases: ReturnType<typeof casesOf> | undefined;
  private readonly worlds = new Map<string, Worlds>();
  private readonly interned = new Map<string, readonly Truth[]>();
  private readonly unions = new Map<Worlds, Reach>();
  /** What may be allowed under given conditions, and what if identity policies and boundary allowed everything. */
  private readonly reaches = new Map<readonly Truth[], Reach>();
  private readonly granted = new Map<readonly Truth[], Reach>();

  private readonly budget: Budget;
  private readonly opensMore: OpensMore;

  constructor(
    readonly model: Model,
    readonly atoms: Atoms,
    private readonly work = WORK,
  ) {
    this.budget = new Budget(work);
    this.patterns = new Patterns(this.budget, model.subject.principal.accountId);
    this.opensMore = new OpensMore(model, this.patterns);
  }

  /** Allows as much work again, for another question about the same policies. */
  refill(): void {
    this.budget.refill(this.work);
  }

  /** @param more facts known beside the context's own; `label` names them for the cache */
  conditions(kind: ContextKind, leaning: Leaning, more?: ReadonlyMap<string, Fact>, label = ""): Worlds {
    const key = `${kind.name} ${leaning} ${label}`;
    const cached = this.worlds.get(key);
    if (cached !== undefined) return cached;
    const { principal } = this.model.subject;
    const facts = factsOf(principal, kind, more);
    // The cases must be the same for every context, so that case by case they can be compared and mixed.
    this.cases ??= casesOf(this.model, factsOf(principal, CONTEXTS.console));
    const made = this.cases.map((assignment) => {
      const truths = truthsOf(this.model, facts, leaning, assignment);
      this.missing ||= truths.missing;
      return this.one(truths.values);
    });
    this.worlds.set(key, made);
    return made;
  }

  /** `worlds` for the statements of these layers, `others` for the rest. */
  mix(worlds: Worlds, others: Worlds, layers: ReadonlySet<LayerName>): Worlds {
    const { statements } = this.model;
    return worlds.map((truths, number) =>
      this.one(
        truths.map((truth, index) => {
          const layer = statements[index]?.ref.layer;
          return layer !== undefined && layers.has(layer) ? truth : (others[number]?.[index] ?? truth);
        }),
      ),
    );
  }

  /** Equal truths as one object, so that what follows from them is found by it. */
  private one(truths: readonly Truth[]): readonly Truth[] {
    const key = truths.join("");
    const known = this.interned.get(key) ?? truths;
    this.interned.set(key, known);
    return known;
  }

  /** What may be allowed in at least one case. */
  reach(worlds: Worlds): Reach {
    const cached = this.unions.get(worlds);
    if (cached !== undefined) return cached;
    const [first = [], ...rest] = worlds.map((truths) => this.reachOf(truths));
    const made = rest.reduce<Reach>(
      (left, right) => (left === right ? left : union(left, right, this.model.slots.length)),
      first,
    );
    this.unions.set(worlds, made);
    return made;
  }

  /** What may be allowed in one case. */
  reachOf(truths: readonly Truth[], grantAll = false): Reach {
    const reaches = grantAll ? this.granted : this.reaches;
    const cached = reaches.get(truths);
    if (cached !== undefined) return cached;
    const situation = { model: this.model, patterns: this.patterns, truths, grantAll };
    const made = this.atoms.atoms.map((atom) => atomReach(situation, atom));
    reaches.set(truths, made);
    return made;
  }

  /** Atoms that do harm and may be allowed. */
  harmful(reach: Reach, limits: boolean): number[] {
    return this.atoms.atoms.flatMap((atom, index) =>
      atom.harmless || (limits && atom.limited) || (reach[index] ?? null) === null ? [] : [index],
    );
  }

  /** Whether an atom may be allowed on a target, in some case. */
  mayReach(index: number, worlds: Worlds, target: Target): boolean {
    const atom = this.atoms.atoms[index];
    if (atom === undefined) return false;
    const { resource, beside } = target;
    const helps = (pattern: Glob) =>
      this.patterns.meets(pattern, resource) && !(beside !== null && this.patterns.subsumes(beside, pattern));
    return worlds.some((truths) => {
      const reach = this.reachOf(truths)[index] ?? null;
      if (!reach?.every((slot) => slot.some(helps))) return false;
      return !this.patterns.covered(resource, this.sureDenies(atom, truths));
    });
  }

  private sureDenies(atom: Atom, truths: readonly Truth[]): AppliedStatement[] {
    return atom.denies.flatMap((deny) => {
      const statement = this.model.statements[deny];
      return statement !== undefined && truths[deny] === "T" ? [statement] : [];
    });
  }

  /** Compares what is possible without MFA, by any of some kinds of requests, with what is possible with it. */
  strength(without: readonly Requests[], yes: Worlds, grantAll = false): Strength {
    const cases = new Cases();
    let open = false;
    let held = false;
    for (const [number, truths] of yes.entries()) {
      const withMfa = { truths, reach: this.reachOf(truths, grantAll), limits: false };
      const kinds = without.map(({ worlds, limits }) => {
        const own = worlds[number] ?? truths;
        return { truths: own, reach: this.reachOf(own, grantAll), limits };
      });
      if (!cases.isNew([withMfa, ...kinds])) continue;
      open ||= this.isOpen(kinds);
      held ||= this.isHeld(kinds, withMfa, grantAll);
      if (open && held) return "partial";
    }
    return open ? "not_enforced" : "enforced";
  }

  /** Whether something that does harm may be allowed without MFA. */
  private isOpen(kinds: readonly InCase[]): boolean {
    return this.atoms.atoms.some(
      (atom, index) =>
        !atom.harmless &&
        kinds.some(({ limits, reach }) => !(limits && atom.limited) && (reach[index] ?? null) !== null),
    );
  }

  /**
   * Whether policies keep from every kind of request without MFA what MFA opens and does harm. What AWS itself keeps from
   * a session is no work of policies.
   */
  private isHeld(kinds: readonly InCase[], withMfa: InCase, grantAll: boolean): boolean {
    // Equal conditions have one reach: that kind of request lacks nothing.
    if (kinds.some(({ reach }) => reach === withMfa.reach)) return false;
    const granted = (slot: number) => this.isGranted(slot, grantAll);
    return this.atoms.atoms.some((atom, index) => {
      if (atom.harmless || (withMfa.reach[index] ?? null) === null) return false;
      const allowed = sideOf(withMfa, index);
      return kinds.every((kind) => this.opensMore.of(atom, sideOf(kind, index), allowed, granted));
    });
  }

  private isGranted(slot: number, grantAll: boolean): boolean {
    const { open = true, layer } = this.model.slots[slot] ?? {};
    return open || (grantAll && layer !== "scp");
  }
}

/** Cases that are alike for all kinds of requests are one: equal conditions have one reach. */
class Cases {
  private readonly seen: (readonly InCase[])[] = [];

  isNew(kinds: readonly InCase[]): boolean {
    if (this.seen.some((one) => one.every(({ reach }, index) => reach === kinds[index]?.reach))) return false;
    this.seen.push(kinds);
    return true;
  }
}

function sideOf({ truths, reach }: InCase, index: number): Side {
  return { truths, reach: reach[index] ?? null };
}

/** What may be allowed on either side; what Denies spare differs from case to case and is left out. */
function union(left: Reach, right: Reach, slots: number): Reach {
  return left.map((one, index) => {
    const other = right[index] ?? null;
    if (one === null || other === null || one === other) return one ?? other;
    return one.slice(0, slots).map((slot, number) => unionOf(slot, other[number] ?? []));
  });
}

function unionOf(left: readonly Glob[], right: readonly Glob[]): readonly Glob[] {
  if (left === right || (left.length === 1 && left[0]?.everything)) return left;
  const texts = new Set(left.map((pattern) => pattern.text));
  const added = right.filter((pattern) => !texts.has(pattern.text));
  return added.length === 0 ? left : [...left, ...added];
}
