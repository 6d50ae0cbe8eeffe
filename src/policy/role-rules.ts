import { TIERS } from "../model/tiers.js";
import type { ContextKind } from "./context.js";
import { type Judge, outOfReach } from "./judge.js";
import type { PrivilegeRule } from "./privilege-rules.js";
import type { Holds } from "./rule-set.js";

export const ASSUME = "sts:AssumeRole";
const CONDITIONAL = TIERS.indexOf("conditional-escalation");

/** What rules that require sts:AssumeRole come to, where roles are known. */
export class RoleRules {
  constructor(private readonly judge: Judge) {}

  /** Whether known roles decide the rule: a role that the caller makes itself trusts it in any case. */
  decides({ requires }: PrivilegeRule): boolean {
    return (
      this.judge.atoms.assuming !== undefined &&
      requires.includes(ASSUME) &&
      !requires.includes("iam:CreateRole")
    );
  }

  /** Whether any role can be assumed. */
  any(kind: ContextKind): boolean {
    return this.open(kind).length > 0;
  }

  /** Whether to assume a role leads to more: it escalates, or it is not known. */
  holds(kind: ContextKind): Holds {
    const { atoms } = this.judge.atoms;
    const tiers = this.open(kind).map((index) => {
      const [role] = atoms[index]?.role?.hop?.roles ?? [];
      return TIERS.indexOf(role?.gives.tier ?? "escalation");
    });
    const highest = Math.max(-1, ...tiers);
    if (highest > CONDITIONAL) return "yes";
    return highest === CONDITIONAL ? "maybe" : "no";
  }

  private open(kind: ContextKind): number[] {
    const { atoms, assuming = [] } = this.judge.atoms;
    const reach = this.judge.reach(this.judge.conditions(kind, "against"));
    return assuming.filter((index) => {
      const atom = atoms[index];
      return atom !== undefined && !outOfReach(kind, atom) && (reach[index] ?? null) !== null;
    });
  }
}
