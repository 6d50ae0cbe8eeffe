import type { ContextKind, ContextName } from "./context.js";
import type { Fact } from "./facts.js";
import { type Judge, outOfReach, type Worlds } from "./judge.js";
import type { Scope } from "./privilege-rules.js";
import { ASSUME, RoleRules } from "./role-rules.js";
import { madeBoundaries, needFacts, RULE_KEYS } from "./rule-facts.js";
import type { Holds, Need, ReadyRule } from "./rule-set.js";
import { type Target, targetsOf } from "./targets.js";

/** Checks rules against the requests of one subject. */
export class RuleCheck {
  private readonly conditional: boolean;
  private readonly targets = new Map<Scope, readonly Target[]>();
  /** By kind of request, and within it by the number of the need. */
  private readonly answers = new Map<ContextName, (boolean | undefined)[]>();

  private readonly roles: RoleRules;

  constructor(private readonly judge: Judge) {
    this.roles = new RoleRules(judge);
    this.conditional = judge.model.statements.some((statement) =>
      statement.compiled.clauses.some((clause) => RULE_KEYS.has(clause.key)),
    );
  }

  holds({ rule, needs }: ReadyRule, kind: ContextKind): Holds {
    if (this.roles.decides(rule) && rule.requires.length === 1) return this.roles.holds(kind);
    const met = (need: Need) =>
      need.action === ASSUME && this.roles.decides(rule) ? this.roles.any(kind) : this.allows(need, kind);
    if (!needs.every(met)) return "no";
    if (!this.conditional) return "yes";
    const sure = madeBoundaries(this.judge.model.subject, rule).some((made) =>
      needs.every((need) => {
        const choices = needFacts(this.judge.model.subject, rule, need, made);
        return choices.length === 0 || choices.some((facts) => this.allowsWith(need, kind, facts));
      }),
    );
    return sure ? "yes" : "maybe";
  }

  private allows(need: Need, kind: ContextKind): boolean {
    let answers = this.answers.get(kind.name);
    if (answers === undefined) {
      answers = [];
      this.answers.set(kind.name, answers);
    }
    let answer = answers[need.number];
    if (answer === undefined) {
      answer = this.allowsIn(need, kind, this.judge.conditions(kind, "against"));
      answers[need.number] = answer;
    }
    return answer;
  }

  private allowsWith(need: Need, kind: ContextKind, facts: ReadonlyMap<string, Fact>) {
    const label = [...facts]
      .map(([key, fact]) => `${key}=${fact.kind === "known" ? fact.values[0] : ""}`)
      .join();
    return this.allowsIn(need, kind, this.judge.conditions(kind, "against", facts, label));
  }

  private allowsIn({ index, scope }: Need, kind: ContextKind, worlds: Worlds): boolean {
    const atom = index === undefined ? undefined : this.judge.atoms.of.get(index);
    const one = atom === undefined ? undefined : this.judge.atoms.atoms[atom];
    if (atom === undefined || one === undefined || outOfReach(kind, one)) return false;
    if ((this.judge.reach(worlds)[atom] ?? null) === null) return false;
    return this.targetsFor(scope).some((target) => this.judge.mayReach(atom, worlds, target));
  }

  private targetsFor(scope: Scope): readonly Target[] {
    let targets = this.targets.get(scope);
    if (targets === undefined) {
      targets = targetsOf(this.judge.model, scope);
      this.targets.set(scope, targets);
    }
    return targets;
  }
}
