import type { ContextKind, ContextName } from "./context.js";
import { ABSENT, type Fact, known } from "./facts.js";
import { type Judge, outOfReach, type Worlds } from "./judge.js";
import type { PrivilegeRule, Scope } from "./privilege-rules.js";
import type { Need, ReadyRule } from "./rule-set.js";
import { type Target, targetsOf } from "./targets.js";

/** Whether a rule works: `maybe` when a condition may stand against it. */
export type Holds = "yes" | "maybe" | "no";

/** Facts that come with an action of a rule, and the name of that choice; null where none is known. */
function ruleFacts(judge: Judge, rule: PrivilegeRule, action: string): ReadonlyMap<string, Fact>[] {
  const { partition, boundary } = judge.model.subject;
  if (action === "iam:PassRole") {
    return (rule.passedTo ?? []).map((service) => new Map([["iam:passedtoservice", known(service)]]));
  }
  const facts = new Map<string, Fact>();
  if (/^iam:Attach(User|Group|Role)Policy$/.test(action)) {
    facts.set("iam:policyarn", known(`arn:${partition}:iam::aws:policy/AdministratorAccess`));
  }
  if (rule.scopes[action] === "self-user" && boundary === "none")
    facts.set("iam:permissionsboundary", ABSENT);
  if (rule.scopes[action] === "self-user" && typeof boundary === "object" && boundary.arn !== null) {
    facts.set("iam:permissionsboundary", known(boundary.arn));
  }
  return facts.size === 0 ? [] : [facts];
}

const RULE_KEYS = new Set(["iam:passedtoservice", "iam:policyarn", "iam:permissionsboundary"]);

/** Checks rules against the requests of one subject. */
export class RuleCheck {
  private readonly conditional: boolean;
  private readonly targets = new Map<Scope, readonly Target[]>();
  /** By kind of request, and within it by the number of the need. */
  private readonly answers = new Map<ContextName, (boolean | undefined)[]>();

  constructor(private readonly judge: Judge) {
    this.conditional = judge.model.statements.some((statement) =>
      statement.compiled.clauses.some((clause) => RULE_KEYS.has(clause.key)),
    );
  }

  holds({ rule, needs }: ReadyRule, kind: ContextKind): Holds {
    if (!needs.every((need) => this.allows(need, kind))) return "no";
    if (!this.conditional) return "yes";
    const sure = needs.every((need) => {
      const choices = ruleFacts(this.judge, rule, need.action);
      return choices.length === 0 || choices.some((facts) => this.allowsWith(need, kind, facts));
    });
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

  private allowsIn({ index, scope, targets }: Need, kind: ContextKind, worlds: Worlds): boolean {
    const atom = index === undefined ? undefined : this.judge.atoms.of.get(index);
    const one = atom === undefined ? undefined : this.judge.atoms.atoms[atom];
    if (atom === undefined || one === undefined || outOfReach(kind, one)) return false;
    if ((this.judge.reach(worlds)[atom] ?? null) === null) return false;
    const wanted = scope === undefined ? targets : this.targetsFor(scope);
    if (scope === undefined && wanted.length === 0) return true;
    return wanted.some((target) => this.judge.mayReach(atom, worlds, target));
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
