import type { Budget } from "./budget.js";
import { type Glob, intersects, intersectsArn, subsumes, subsumesArn } from "./glob.js";
import type { AppliedStatement } from "./model.js";

/** Compares patterns at the expense of a budget. */
export class Patterns {
  constructor(
    private readonly budget: Budget,
    private readonly accountId: string,
  ) {}

  subsumes(wide: Glob, narrow: Glob): boolean {
    if (wide.everything) return true;
    this.budget.spend(1 + ((wide.code.length * narrow.code.length) >>> 12));
    return subsumes(wide, narrow);
  }

  /** `subsumes` for patterns of resources, however AWS matches the colons of an ARN. */
  private subsumesArn(wide: Glob, narrow: Glob): boolean {
    if (wide.everything) return true;
    this.budget.spend(1 + ((wide.code.length * narrow.code.length) >>> 12));
    return subsumesArn(wide, narrow);
  }

  intersects(left: Glob, right: Glob): boolean {
    if (left.everything || right.everything) return true;
    this.budget.spend(1 + ((left.code.length * right.code.length) >>> 8));
    return intersects(left, right);
  }

  /** Whether a pattern may name an ARN of another, of which no field holds a colon. */
  meets(pattern: Glob, arn: Glob): boolean {
    if (pattern.everything) return true;
    this.budget.spend(1 + ((pattern.code.length * arn.code.length) >>> 8));
    return intersectsArn(pattern, arn);
  }

  /**
   * Whether the Denies surely deny every resource of a pattern: one of them names it all, or spares only what others
   * name. Resource control policies reach no resource of another account, so they cover only ARNs of this one.
   */
  covered(pattern: Glob, denies: readonly AppliedStatement[]): boolean {
    const reaching = denies.filter((deny) => deny.ref.layer !== "rcp" || this.inAccount(pattern));
    if (this.named(pattern, reaching)) return true;
    return reaching.some(
      (deny) =>
        deny.spares &&
        !deny.vague &&
        deny.resources.every((spared) => !this.intersects(spared, pattern) || this.named(spared, reaching)),
    );
  }

  /** Whether one of the Denies names every resource of a pattern. */
  private named(pattern: Glob, denies: readonly AppliedStatement[]): boolean {
    return denies.some(
      (deny) => !deny.spares && deny.resources.some((wide) => this.subsumesArn(wide, pattern)),
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
    return this.isOwn(pattern.text) && !/[*?]/.test(pattern.text.split(":", 5).join(""));
  }

  /** Whether an ARN surely names something of the principal's account. */
  isOwn(arn: string): boolean {
    return arn.split(":")[4] === this.accountId;
  }
}
