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
import { type AtomReach, atomReach, type Reach } from "./reach.js";
import type { Target } from "./targets.js";
import type { Truth } from "./truth.js";
import { type Leaning, truthsOf } from "./truths.js";

/** What MFA does for one kind of request, worst first. */
export type Strength = "not_enforced" | "partial" | "enforced";

/** Conditions of all statements, once for every case of what the caller chooses. */
export type Worlds = readonly (readonly Truth[])[];

const WORK = 3_000_000;

/**
 * Judges requests against the policies of one subject. Keeps what it worked out, for most contexts turn out to be the
 * same for most policies.
 */
export class Judge {
  readonly patterns: Patterns;
  /** Whether a fact that was not collected stood in a condition. */
  missing = false;
  private readonly reachCache = new Map<string, Reach>();
  /** The same by the conditions themselves: rules ask for the same ones hundreds of times. */
  private readonly known = new WeakMap<Worlds | readonly Truth[], Reach>();
  private readonly worlds = new Map<string, Worlds>();

  private readonly budget: Budget;

  constructor(
    readonly model: Model,
    readonly atoms: Atoms,
    private readonly work = WORK,
  ) {
    this.budget = new Budget(work);
    this.patterns = new Patterns(this.budget, model.subject.principal.accountId);
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
    const made = casesOf(this.model, factsOf(principal, CONTEXTS.console)).map((assignment) => {
      const truths = truthsOf(this.model, facts, leaning, assignment);
      this.missing ||= truths.missing;
      return truths.values;
    });
    this.worlds.set(key, made);
    return made;
  }

  /** `worlds` for the statements of these layers, `others` for the rest. */
  mix(worlds: Worlds, others: Worlds, layers: ReadonlySet<LayerName>): Worlds {
    const { statements } = this.model;
    return worlds.map((truths, number) =>
      truths.map((truth, index) => {
        const layer = statements[index]?.ref.layer;
        return layer !== undefined && layers.has(layer) ? truth : (others[number]?.[index] ?? truth);
      }),
    );
  }

  /** What may be allowed in at least one case. */
  reach(worlds: Worlds, grantAll = false): Reach {
    return this.remember(worlds, grantAll, () => this.reachOfWorlds(worlds, grantAll));
  }

  private remember(conditions: Worlds | readonly Truth[], grantAll: boolean, make: () => Reach): Reach {
    const known = grantAll ? undefined : this.known.get(conditions);
    if (known !== undefined) return known;
    const made = make();
    if (!grantAll) this.known.set(conditions, made);
    return made;
  }

  private reachOfWorlds(worlds: Worlds, grantAll: boolean): Reach {
    const [first = [], ...rest] = worlds.map((truths) => this.reachOf(truths, grantAll));
    if (rest.every((one) => one === first)) return first;
    const key = `${grantAll} ${worlds.map((truths) => truths.join("")).join()}`;
    const cached = this.reachCache.get(key);
    if (cached !== undefined) return cached;
    const made = rest.reduce<Reach>((left, right) => (left === right ? left : union(left, right)), first);
    this.reachCache.set(key, made);
    return made;
  }

  private reachOf(truths: readonly Truth[], grantAll: boolean): Reach {
    return this.remember(truths, grantAll, () => this.reachOfTruths(truths, grantAll));
  }

  private reachOfTruths(truths: readonly Truth[], grantAll: boolean): Reach {
    const key = `${grantAll} ${truths.join("")}`;
    const cached = this.reachCache.get(key);
    if (cached !== undefined) return cached;
    const situation = { model: this.model, patterns: this.patterns, truths, grantAll };
    const made = this.atoms.atoms.map((atom) => atomReach(situation, atom));
    this.reachCache.set(key, made);
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
      this.patterns.shareArn(pattern, resource) &&
      !(beside !== null && this.patterns.subsumes(beside, pattern));
    return worlds.some((truths) => {
      const reach = this.reachOf(truths, false)[index] ?? null;
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

  /** Compares what is possible without MFA with what is possible with it. */
  strength(no: Worlds, yes: Worlds, limits: boolean, grantAll = false): Strength {
    const without = this.reach(no, grantAll);
    const left = this.harmful(without, limits);
    if (left.length === 0) return "enforced";
    const withMfa = this.reach(yes, grantAll);
    if (without !== withMfa) {
      const opened = this.harmful(withMfa, limits);
      if (opened.some((index) => this.opensMore(withMfa[index] ?? null, without[index] ?? null)))
        return "partial";
    }
    return left.some((index) => this.denied(index, without[index] ?? null, no, yes))
      ? "partial"
      : "not_enforced";
  }

  private opensMore(withMfa: AtomReach, without: AtomReach): boolean {
    if (withMfa === null || withMfa === without) return false;
    if (without === null) return true;
    return withMfa.some((slot, number) =>
      slot.some((pattern) => !(without[number] ?? []).some((wide) => this.patterns.subsumes(wide, pattern))),
    );
  }

  /** Whether a Deny that MFA lifts may hit what remains of an atom. */
  private denied(index: number, reach: AtomReach, no: Worlds, yes: Worlds): boolean {
    const atom = this.atoms.atoms[index];
    return (atom?.denies ?? []).some((deny) => {
      const lifted = no.some((truths, number) => truths[deny] !== "F" && yes[number]?.[deny] === "F");
      const statement = this.model.statements[deny];
      if (!lifted || statement === undefined) return false;
      return (reach ?? []).every((slot) => slot.some((pattern) => this.patterns.touches(statement, pattern)));
    });
  }
}

function union(left: Reach, right: Reach): Reach {
  return left.map((one, index) => {
    const other = right[index] ?? null;
    if (one === null || other === null || one === other) return one ?? other;
    return one.map((slot, number) => unionOf(slot, other[number] ?? []));
  });
}

function unionOf(left: readonly Glob[], right: readonly Glob[]): readonly Glob[] {
  if (left === right || (left.length === 1 && left[0]?.everything)) return left;
  const texts = new Set(left.map((pattern) => pattern.text));
  const added = right.filter((pattern) => !texts.has(pattern.text));
  return added.length === 0 ? left : [...left, ...added];
}
