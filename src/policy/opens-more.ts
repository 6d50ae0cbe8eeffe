import type { Atom } from "./atom.js";
import type { Patterns } from "./covers.js";
import type { Glob } from "./glob.js";
import type { AppliedStatement, Model } from "./model.js";
import type { AtomReach } from "./situation.js";
import type { Truth } from "./truth.js";

/** One atom in one kind of request: the conditions of all statements, and what they leave of it. */
export interface Side {
  readonly truths: readonly Truth[];
  readonly reach: AtomReach;
}

/** Whether MFA opens requests with an atom that a kind of request without it lacks. */
export class OpensMore {
  constructor(
    private readonly model: Model,
    private readonly patterns: Patterns,
  ) {}

  /** @param granted layers that are taken to allow everything */
  of(atom: Atom, without: Side, withMfa: Side, granted: (slot: number) => boolean): boolean {
    if (withMfa.reach === null) return false;
    if (without.reach === null) return true;
    const { opensMore } = atom.role ?? {};
    if (opensMore !== undefined) {
      return opensMore(without.truths, withMfa.truths, granted) || this.lifts(atom, without, withMfa);
    }
    return (
      this.model.slots.some(
        (_, slot) => !granted(slot) && this.allows(atom.allows[slot] ?? [], slot, without, withMfa),
      ) || this.lifts(atom, without, withMfa)
    );
  }

  /** Whether a layer allows with MFA what it does not allow without it, or only if something else fits as well. */
  private allows(allows: readonly number[], slot: number, without: Side, withMfa: Side): boolean {
    const left = withMfa.reach?.[slot] ?? [];
    const kept = without.reach?.[slot] ?? [];
    if (left !== kept && left.some((pattern) => !this.within(pattern, kept))) return true;
    return allows.some((index) => {
      const statement = this.model.statements[index];
      if (statement === undefined || withMfa.truths[index] === "F") return false;
      if (withMfa.truths[index] === without.truths[index]) return false;
      const sure = allows.flatMap((other) =>
        without.truths[other] === "T" ? (this.model.statements[other]?.resources ?? []) : [],
      );
      return statement.resources.some((pattern) => this.within(pattern, left) && !this.within(pattern, sure));
    });
  }

  private within(pattern: Glob, wide: readonly Glob[]): boolean {
    return wide.some((one) => this.patterns.subsumes(one, pattern));
  }

  /** Whether a Deny that MFA lifts may hit what remains without it. */
  private lifts(atom: Atom, without: Side, withMfa: Side): boolean {
    return atom.denies.some((deny) => {
      const statement: AppliedStatement | undefined = this.model.statements[deny];
      if (statement === undefined || without.truths[deny] === "F" || withMfa.truths[deny] !== "F")
        return false;
      const own = (slot: readonly Glob[]) =>
        statement.spares && slot.every((pattern) => statement.resources.includes(pattern));
      return (without.reach ?? []).every(
        (slot) => own(slot) || slot.some((pattern) => this.patterns.touches(statement, pattern)),
      );
    });
  }
}
