import { type AdminActions, adminActions } from "./admin.js";
import type { Catalogue } from "./catalogue.js";
import { glob, literalGlob } from "./glob.js";
import type { PrivilegeRule, Scope } from "./privilege-rules.js";
import type { Target } from "./targets.js";

/** One action that a rule requires, and what it must reach. */
export interface Need {
  readonly action: string;
  /** Index into the catalogue; undefined: AWS has no such action. */
  readonly index: number | undefined;
  readonly scope: Scope | undefined;
  /** Without a scope: what the action works on at all. Empty: not known. */
  readonly targets: readonly Target[];
  /** Equal for equal needs of different rules: an answer to one is an answer to all. */
  readonly number: number;
}

/** What a policy can name for an action; `*` is what a call names that is on no resource. */
function targetsFor({ resourcesOf }: Catalogue, index: number | undefined): readonly Target[] {
  const patterns = index === undefined ? [] : resourcesOf(index);
  return patterns.map((text) => ({ resource: text === "*" ? literalGlob(text) : glob(text), beside: null }));
}

export interface ReadyRule {
  readonly rule: PrivilegeRule;
  readonly needs: readonly Need[];
}

/** The rules, made ready once for all subjects. */
export class RuleSet {
  /** Ways to become more. */
  readonly escalations: readonly ReadyRule[];
  /** Ways to remove the statements that ask for MFA. */
  readonly removals: readonly ReadyRule[];
  /** How many different needs there are. */
  readonly needs: number;
  readonly admin: AdminActions;

  constructor(rules: readonly PrivilegeRule[], catalogue: Catalogue) {
    this.admin = adminActions(catalogue);
    const numbers = new Map<string, number>();
    const ready = rules.map((rule): ReadyRule => {
      const needs = rule.requires.map((action): Need => {
        const scope = rule.scopes[action];
        const key = `${action} ${scope}`;
        const number = numbers.get(key) ?? numbers.size;
        numbers.set(key, number);
        const index = catalogue.indexOf.get(action.toLowerCase());
        const targets = scope === undefined ? targetsFor(catalogue, index) : [];
        return { action, index, scope, targets, number };
      });
      return { rule, needs };
    });
    this.needs = numbers.size;
    this.escalations = ready.filter(({ rule }) => rule.tier !== "mfa-guard-removal");
    this.removals = ready.filter(({ rule }) => rule.tier === "mfa-guard-removal");
  }
}
