import { type Catalogue, LEVELS } from "./catalogue.js";
import { CONTEXTS, type ContextKind, type ContextName } from "./context.js";
import { ABSENT, type Fact, known } from "./facts.js";
import type { Guard } from "./guards.js";
import type { Judge, Worlds } from "./judge.js";
import { higher, type PrivilegeRule, TIERS, type Tier } from "./privilege-rules.js";
import { type Target, targetsOf } from "./targets.js";

/** A rule whose rights the principal has. */
export interface RuleHit {
  readonly rule: string;
  /** The rule's tier, or a lower one where conditions or a boundary stand against it. */
  readonly tier: Tier | "legacy" | "mfa-guard-removal";
  /** Kinds of requests by which it works. */
  readonly contexts: readonly ContextName[];
  /** What must exist beside the rights. */
  readonly needs: string;
}

/** What somebody can become. */
export interface Power {
  readonly tier: Tier;
  readonly rules: readonly RuleHit[];
}

export interface Privilege {
  /** With the password or a key alone. */
  readonly noMfa: Power;
  /** The same for each path. */
  readonly byPath: { readonly console: Tier; readonly key: Tier };
  readonly mfa: Power;
  /** Ways to remove the statements that ask the principal for MFA. */
  readonly guardRemoval: { readonly noMfa: readonly RuleHit[]; readonly mfa: readonly RuleHit[] };
}

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

/** Evaluates the rules for the requests of one context. */
class Rules {
  private readonly conditional: boolean;
  private readonly targets = new Map<string, readonly Target[]>();

  constructor(
    private readonly judge: Judge,
    private readonly catalogue: Catalogue,
  ) {
    this.conditional = judge.model.statements.some((statement) =>
      statement.compiled.clauses.some((clause) => RULE_KEYS.has(clause.key)),
    );
  }

  /** Whether the rule works: `no`, `maybe` (some condition may stand against it), or `yes`. */
  holds(rule: PrivilegeRule, kind: ContextKind): "yes" | "maybe" | "no" {
    const worlds = this.judge.conditions(kind, "against");
    if (!rule.requires.every((action) => this.allows(rule, action, kind, worlds))) return "no";
    if (!this.conditional) return "yes";
    const sure = rule.requires.every((action) => {
      const choices = ruleFacts(this.judge, rule, action);
      return choices.length === 0 || choices.some((facts) => this.allowsWith(rule, action, kind, facts));
    });
    return sure ? "yes" : "maybe";
  }

  private allowsWith(
    rule: PrivilegeRule,
    action: string,
    kind: ContextKind,
    facts: ReadonlyMap<string, Fact>,
  ) {
    const label = [...facts]
      .map(([key, fact]) => `${key}=${fact.kind === "known" ? fact.values[0] : ""}`)
      .join();
    return this.allows(rule, action, kind, this.judge.conditions(kind, "against", facts, label));
  }

  private allows(rule: PrivilegeRule, action: string, kind: ContextKind, worlds: Worlds): boolean {
    const index = this.catalogue.indexOf.get(action.toLowerCase());
    const atom = index === undefined ? undefined : this.judge.atoms.of[index];
    if (atom === undefined || (kind.sessionLimits && this.judge.atoms.atoms[atom]?.limited)) return false;
    if ((this.judge.reach(worlds)[atom] ?? null) === null) return false;
    const scope = rule.scopes[action];
    if (scope === undefined) return true;
    let targets = this.targets.get(scope);
    if (targets === undefined) {
      targets = targetsOf(this.judge.model, scope);
      this.targets.set(scope, targets);
    }
    return targets.some((target) => this.judge.mayReach(atom, worlds, target));
  }
}

/** Everything on every resource, but for single actions that service control policies take away. */
function isAdmin(judge: Judge, kind: ContextKind, catalogue: Catalogue): boolean {
  const atom = judge.atoms.of[catalogue.unlistedService] ?? 0;
  const worlds = judge.conditions(kind, "against");
  const everywhere = judge.reach(worlds)[atom] ?? null;
  if (!everywhere?.every((slot) => slot.some((pattern) => pattern.everything))) return false;
  if (kind.sessionLimits) return false;
  const { statements } = judge.model;
  return worlds.some(
    (truths) =>
      judge.atoms.atoms.every((one) =>
        one.denies.every((deny) => statements[deny]?.ref.layer === "scp" || truths[deny] !== "T"),
      ) &&
      judge.atoms.atoms.every((one) =>
        judge.model.slots.every(
          (slot, number) =>
            slot.layer === "scp" ||
            slot.open ||
            (one.allows[number] ?? []).some(
              (allow) =>
                truths[allow] !== "F" && statements[allow]?.resources.some((pattern) => pattern.everything),
            ),
        ),
      ),
  );
}

/** The tier by access level alone. */
function levelTier(judge: Judge, kind: ContextKind): Tier {
  const open = judge.harmful(judge.reach(judge.conditions(kind, "against")), kind.sessionLimits);
  if (open.length === 0) return "none";
  const tagging = LEVELS.indexOf("tagging");
  return open.some((index) => (judge.atoms.atoms[index]?.level ?? 0) >= tagging) ? "write" : "read";
}

/** A boundary that does not allow everything caps what the principal can give itself. */
function capped(judge: Judge, catalogue: Catalogue): boolean {
  const number = judge.model.slots.findIndex((slot) => slot.layer === "boundary" && !slot.open);
  const atom = judge.atoms.atoms[judge.atoms.of[catalogue.unlistedService] ?? 0];
  return number >= 0 && atom?.allows[number]?.length === 0;
}

function tierOf(rule: PrivilegeRule, sure: boolean, cap: boolean): RuleHit["tier"] {
  if (rule.tier === "legacy" || rule.tier === "mfa-guard-removal") return rule.tier;
  const weaker = !sure || (cap && rule.category === "self-escalation");
  return weaker ? "conditional-escalation" : rule.tier;
}

function isTier(value: RuleHit["tier"]): value is Tier {
  return TIERS.some((tier) => tier === value);
}

/** What requests of these kinds can lead to. */
function powerOf(
  judge: Judge,
  catalogue: Catalogue,
  rules: readonly PrivilegeRule[],
  kinds: readonly ContextKind[],
): Power {
  const checker = new Rules(judge, catalogue);
  const cap = capped(judge, catalogue);
  let tier: Tier = "none";
  for (const kind of kinds)
    tier = higher(tier, isAdmin(judge, kind, catalogue) ? "admin" : levelTier(judge, kind));
  const hits: RuleHit[] = [];
  for (const rule of tier === "none" ? [] : rules) {
    const found = kinds
      .map((kind) => [kind.name, checker.holds(rule, kind)] as const)
      .filter(([, how]) => how !== "no");
    if (found.length === 0) continue;
    const hit = tierOf(
      rule,
      found.some(([, how]) => how === "yes"),
      cap,
    );
    hits.push({ rule: rule.id, tier: hit, contexts: found.map(([name]) => name), needs: rule.needs });
    if (isTier(hit)) tier = higher(tier, hit);
  }
  return { tier, rules: hits };
}

export interface Paths {
  /** Kinds of requests without MFA that the console path gives; empty when there are none. */
  readonly console: readonly ContextKind[];
  readonly key: readonly ContextKind[];
}

/**
 * What the principal can become with and without MFA, and whether it can remove its own guards. Rights come from the
 * same evaluation as the MFA verdicts, so conditions, boundaries and service control policies count.
 */
export function privilegeOf(
  judge: Judge,
  catalogue: Catalogue,
  rules: readonly PrivilegeRule[],
  paths: Paths,
  guards: readonly Guard[],
): Privilege {
  const escalations = rules.filter((rule) => rule.tier !== "mfa-guard-removal");
  const removals = rules.filter((rule) =>
    rule.removes?.some((where) => guards.some((guard) => guard.where === where)),
  );
  const power = (kinds: readonly ContextKind[], which = escalations) =>
    powerOf(judge, catalogue, which, kinds);
  const all = [...paths.console, ...paths.key];
  const noMfa = power(all);
  const path = (kinds: readonly ContextKind[]) => (kinds.length === 0 ? "none" : power(kinds).tier);
  return {
    noMfa,
    byPath: { console: path(paths.console), key: path(paths.key) },
    mfa: power([CONTEXTS.mfa]),
    guardRemoval: { noMfa: power(all, removals).rules, mfa: power([CONTEXTS.mfa], removals).rules },
  };
}
