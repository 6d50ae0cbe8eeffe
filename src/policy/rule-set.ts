import { type AdminActions, adminActions } from "./admin.js";
import type { Catalogue } from "./catalogue.js";
import type { PrivilegeRule, Scope } from "./privilege-rules.js";

/** One action that a rule requires, and what it must reach. */
export interface Need {
  readonly action: string;
  /** Index into the catalogue; undefined: AWS has no such action. */
  readonly index: number | undefined;
  readonly scope: Scope;
  /** Equal for equal needs of different rules: an answer to one is an answer to all. */
  readonly number: number;
}

export interface ReadyRule {
  readonly rule: PrivilegeRule;
  readonly needs: readonly Need[];
}

/** Whether a rule works: `maybe` when a condition may stand against it. */
export type Holds = "yes" | "maybe" | "no";

/** The rules, made ready once for all subjects. */
export class RuleSet {
  /** Ways to become more. */
  readonly escalations: readonly ReadyRule[];
  /** Ways to remove the statements that ask for MFA. */
  readonly removals: readonly ReadyRule[];
  /** Every scope once. */
  readonly scopes: readonly Scope[];
  readonly admin: AdminActions;

  constructor(rules: readonly PrivilegeRule[], catalogue: Catalogue) {
    this.admin = adminActions(catalogue);
    const numbers = new Map<string, number>();
    const ready = rules.map((rule): ReadyRule => {
      const needs = Object.entries(rule.scopes).flatMap(([action, scopes]) =>
        [scopes].flat().map((scope): Need => {
          const key = `${action} ${scope}`;
          const number = numbers.get(key) ?? numbers.size;
          numbers.set(key, number);
          return { action, index: catalogue.indexOf.get(action.toLowerCase()), scope, number };
        }),
      );
      return { rule, needs };
    });
    this.scopes = [...new Set(ready.flatMap(({ needs }) => needs.map(({ scope }) => scope)))];
    this.escalations = ready.filter(({ rule }) => rule.tier !== "mfa-guard-removal");
    this.removals = ready.filter(({ rule }) => rule.tier === "mfa-guard-removal");
  }
}
