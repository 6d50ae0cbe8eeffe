import type { PrivilegeRuleRecord } from "../model/results/mfa.js";
import { TIERS, type Tier } from "../model/tiers.js";
import { isAdmin } from "./admin.js";
import { type Catalogue, LEVELS } from "./catalogue.js";
import type { ContextKind, ContextName } from "./context.js";
import type { Paths } from "./effective-mfa.js";
import type { Guard } from "./guards.js";
import type { Judge } from "./judge.js";
import { higher, type PrivilegeRule } from "./privilege-rules.js";
import { RuleCheck } from "./rule-check.js";
import type { Holds, ReadyRule, RuleSet } from "./rule-set.js";

/** A rule whose rights the principal has. */
export interface RuleHit extends PrivilegeRuleRecord {
  readonly contexts: readonly ContextName[];
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

/** The tier by access level alone. */
function levelTier(judge: Judge, kind: ContextKind): Tier {
  const open = judge.harmful(judge.reach(judge.conditions(kind, "against")), kind);
  if (open.length === 0) return "none";
  const tagging = LEVELS.indexOf("tagging");
  return open.some((index) => (judge.atoms.atoms[index]?.level ?? 0) >= tagging) ? "write" : "read";
}

/** A boundary that does not allow everything caps what the principal can give itself. */
function capped(judge: Judge, catalogue: Catalogue): boolean {
  const number = judge.model.slots.findIndex((slot) => slot.layer === "boundary" && !slot.open);
  const atom = judge.atoms.atoms[judge.atoms.of.get(catalogue.unlistedService) ?? 0];
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

/** What one kind of request can lead to. */
interface KindPower {
  readonly kind: ContextKind;
  readonly base: Tier;
  /** The rules that work. */
  readonly holds: ReadonlyMap<ReadyRule, Exclude<Holds, "no">>;
}

/** What requests of each kind can lead to, worked out once for all credentials that may send them. */
export class Powers {
  /** A boundary caps what the principal can give itself. */
  readonly cap: boolean;
  private readonly check: RuleCheck;
  private readonly known = new Map<ContextName, KindPower>();

  constructor(
    private readonly judge: Judge,
    catalogue: Catalogue,
    readonly rules: RuleSet,
  ) {
    this.check = new RuleCheck(judge);
    this.cap = capped(judge, catalogue);
  }

  of(kind: ContextKind): KindPower {
    const known = this.known.get(kind.name);
    if (known !== undefined) return known;
    const base = isAdmin(this.judge, kind, this.rules.admin) ? "admin" : levelTier(this.judge, kind);
    const holds = new Map<ReadyRule, Exclude<Holds, "no">>();
    const asked = base === "none" ? [] : [...this.rules.escalations, ...this.rules.removals];
    for (const rule of asked) {
      const how = this.check.holds(rule, kind);
      if (how !== "no") holds.set(rule, how);
    }
    const made = { kind, base, holds };
    this.known.set(kind.name, made);
    return made;
  }
}

/** What requests of these kinds can lead to, by some of the rules. */
function combine(powers: readonly KindPower[], rules: readonly ReadyRule[], cap: boolean): Power {
  let tier: Tier = powers.reduce<Tier>((highest, power) => higher(highest, power.base), "none");
  const hits: RuleHit[] = [];
  const holding = powers.filter(({ holds }) => holds.size > 0);
  if (holding.length === 0) return { tier, rules: hits };
  for (const ready of rules) {
    const found = holding.filter(({ holds }) => holds.has(ready));
    if (found.length === 0) continue;
    const { rule } = ready;
    const sure = found.some(({ holds }) => holds.get(ready) === "yes");
    const hit = tierOf(rule, sure, cap);
    const { id, requires: actions, meaning, needs } = rule;
    hits.push({ rule: id, tier: hit, contexts: found.map(({ kind }) => kind.name), actions, meaning, needs });
    if (isTier(hit)) tier = higher(tier, hit);
  }
  return { tier, rules: hits };
}

/** What requests of one kind can lead to. */
export function powerBy(powers: Powers, kind: ContextKind): Power {
  return combine([powers.of(kind)], powers.rules.escalations, powers.cap);
}

/**
 * What the principal can become with and without MFA, and whether it can remove its own guards. Rights come from the
 * same evaluation as the MFA verdicts, so conditions, boundaries and service control policies count.
 */
export function privilegeOf(powers: Powers, paths: Paths, guards: readonly Guard[]): Privilege {
  const { cap } = powers;
  const { escalations } = powers.rules;
  const removals = powers.rules.removals.filter(({ rule }) =>
    rule.removes?.some((where) => guards.some((guard) => guard.where === where)),
  );
  const console = paths.console.map((kind) => powers.of(kind));
  const key = paths.key.map((kind) => powers.of(kind));
  const mfa = paths.mfa.map((kind) => powers.of(kind));
  const without = [...console, ...key];
  return {
    noMfa: combine(without, escalations, cap),
    byPath: { console: combine(console, escalations, cap).tier, key: combine(key, escalations, cap).tier },
    mfa: combine(mfa, escalations, cap),
    guardRemoval: {
      noMfa: combine(without, removals, cap).rules,
      mfa: combine(mfa, removals, cap).rules,
    },
  };
}
