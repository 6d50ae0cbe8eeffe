import type { Budget } from "./budget.js";
import { type Glob, glob, intersects, subsumes } from "./glob.js";
import type { AppliedStatement } from "./model.js";

const fields = new WeakMap<Glob, readonly Glob[] | null>();

/** The six fields of an ARN pattern; null when it is not written with all of them. */
function fieldsOf(pattern: Glob): readonly Glob[] | null {
  const known = fields.get(pattern);
  if (known !== undefined) return known;
  const texts = pattern.text.split(":");
  const whole = texts.length < 6 || pattern.escaped;
  const made = whole ? null : [...texts.slice(0, 5), texts.slice(5).join(":")].map(glob);
  fields.set(pattern, made);
  return made;
}

/** Compares patterns at the expense of a budget. */
export class Patterns {
  constructor(
    private readonly budget: Budget,
    private readonly accountId: string,
  ) {}

  subsumes(wide: Glob, narrow: Glob): boolean {
    if (wide.everything) return true;
    this.budget.spend(1 + ((wide.tokens.length * narrow.tokens.length) >>> 12));
    return subsumes(wide, narrow);
  }

  intersects(left: Glob, right: Glob): boolean {
    if (left.everything || right.everything) return true;
    this.budget.spend(1 + ((left.tokens.length * right.tokens.length) >>> 8));
    return intersects(left, right);
  }

  /** Whether two patterns share an ARN: no wildcard of one field stands for another field. */
  shareArn(left: Glob, right: Glob): boolean {
    if (!this.intersects(left, right)) return false;
    const [a, b] = [fieldsOf(left), fieldsOf(right)];
    if (a === null || b === null) return true;
    return a.every((field, number) => intersects(field, b[number] ?? field));
  }

  /**
   * Whether the Denies surely deny every resource of a pattern: one of them names it all, or spares only what others
   * name. Resource control policies reach no resource of another account, so they cover only ARNs of this one.
   */
  covered(pattern: Glob, denies: readonly AppliedStatement[]): boolean {
    const reaching = denies.filter((deny) => deny.ref.layer !== "rcp" || this.inAccount(pattern));
    const naming = reaching.filter((deny) => !deny.spares);
    const named = (one: Glob) =>
      naming.some((deny) => deny.resources.some((wide) => this.subsumes(wide, one)));
    if (named(pattern)) return true;
    return reaching.some(
      (deny) =>
        deny.spares &&
        !deny.vague &&
        deny.resources.every((spared) => !this.intersects(spared, pattern) || named(spared)),
    );
  }

  /** Whether a Deny may deny some resource of a pattern. */
  touches(deny: AppliedStatement, pattern: Glob): boolean {
    if (deny.vague) return true;
    return deny.spares
      ? !deny.resources.some((spared) => this.subsumes(spared, pattern))
      : deny.resources.some((one) => this.intersects(one, pattern));
  }

  private inAccount(pattern: Glob): boolean {
    return pattern.text.split(":")[4] === this.accountId && !/[*?]/.test(pattern.text.split(":", 5).join(""));
  }
}
