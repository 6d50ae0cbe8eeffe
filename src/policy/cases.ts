import type { CompiledClause } from "./conditions.js";
import { type Fact, type Facts, known } from "./facts.js";
import type { Model } from "./model.js";
import { moments } from "./moments.js";
import { anyOf, not, type Truth, truthOf } from "./truth.js";

/** A choice for what conditions leave open. */
export interface Assignment {
  /**
   * Of keys that the caller sets: whether a key is there, and whether it matches one value of a policy. Names are
   * `exists key` and `operator key value`.
   */
  readonly choices: ReadonlyMap<string, boolean>;
  /** Of keys that are always there: one of their values. */
  readonly values: ReadonlyMap<string, Fact>;
}

const MAX_VARIABLES = 8;
const MAX_CASES = 256;
/**
 * Keys that hold one value or none, so that an operator and its negation are exact opposites. Of other keys that is not
 * known (aws:TagKeys is a list), so their conditions stay unknown.
 */
const SINGLE =
  /^aws:(requestedregion|sourceip|sourcevpc|sourcevpce|vpcsourceip|useragent|referer|resourceaccount|resourceorgid|(requesttag|resourcetag)\/.+)$/;

function existsName(key: string): string {
  return `exists ${key}`;
}

function matchName(clause: CompiledClause, value: string): string {
  return `${clause.operator?.base} ${clause.key} ${value}`;
}

/** Whether the clause can be decided by cases: one value a key, a documented operator, values without variables. */
function splittable({ operator, values, key }: CompiledClause): boolean {
  if (operator === null || operator.set !== null || !SINGLE.test(key)) return false;
  return values.length > 0 && values.every((one) => one.fixed !== null);
}

function namesOf(clause: CompiledClause): string[] {
  const { operator, values, key } = clause;
  if (operator === null || operator.base === "Null") return [existsName(key)];
  const matching = values.map((value) => matchName(clause, value.text));
  return operator.ifExists ? [existsName(key), ...matching] : matching;
}

/** The value of an unknown clause under a choice; still unknown where the choice does not decide it. */
export function clauseUnder(clause: CompiledClause, facts: Facts, { choices }: Assignment): Truth {
  const { operator, values, key } = clause;
  if (operator === null || !splittable(clause) || facts(key).kind !== "unknown") return "U";
  const choice = (name: string): Truth => {
    const value = choices.get(name);
    return value === undefined ? "U" : truthOf(value);
  };
  const exists = choice(existsName(key));
  if (operator.base === "Null") {
    const wanted = values[0]?.text;
    if (values.length !== 1 || (wanted !== "true" && wanted !== "false")) return "U";
    return wanted === "false" ? exists : not(exists);
  }
  const matched = anyOf(values.map((value) => choice(matchName(clause, value.text))));
  const result = operator.negated ? not(matched) : matched;
  return operator.ifExists ? anyOf([not(exists), result]) : result;
}

/** The facts of a context under a choice. */
export function factsUnder(facts: Facts, { values }: Assignment): Facts {
  if (values.size === 0) return facts;
  return (key) => {
    const fact = facts(key);
    return fact.kind === "choice" || fact.kind === "time" ? (values.get(key) ?? fact) : fact;
  };
}

/** What stands in a Deny and once more elsewhere, most used first: only such conditions can cancel each other out. */
class Uses {
  private readonly found = new Map<string, { deny: boolean; count: number }>();

  add(names: Iterable<string>, deny: boolean): void {
    for (const name of new Set(names)) {
      const use = this.found.get(name) ?? { deny: false, count: 0 };
      this.found.set(name, { deny: use.deny || deny, count: use.count + 1 });
    }
  }

  worthSplitting(): string[] {
    return [...this.found]
      .filter(([, use]) => use.deny && use.count > 1)
      .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .map(([name]) => name);
  }
}

/** Names of choices that the caller makes. */
function variablesOf(model: Model, facts: Facts): string[] {
  const uses = new Uses();
  for (const { compiled } of model.statements) {
    const own = compiled.clauses.filter(
      (clause) => splittable(clause) && facts(clause.key).kind === "unknown",
    );
    if (own.length > 0) uses.add(own.flatMap(namesOf), compiled.deny);
  }
  return uses.worthSplitting().slice(0, MAX_VARIABLES);
}

/** aws:CurrentTime and aws:EpochTime are one clock. */
const CLOCK: readonly string[] = ["aws:currenttime", "aws:epochtime"];

function familyOf(key: string): readonly string[] {
  return CLOCK.includes(key) ? CLOCK : [key];
}

/** Values of keys that are always there, one map for each case, by the first key of the family. */
function valuesOf(model: Model, facts: Facts): Map<string, Fact>[][] {
  const uses = new Uses();
  const clauses: CompiledClause[] = [];
  for (const { compiled } of model.statements) {
    const own = compiled.clauses.filter(({ key }) => /^(choice|time)$/.test(facts(key).kind));
    if (own.length === 0) continue;
    clauses.push(...own);
    uses.add(
      own.map(({ key }) => familyOf(key)[0] ?? key),
      compiled.deny,
    );
  }
  return uses.worthSplitting().map((key) => {
    const fact = facts(key);
    if (fact.kind === "choice") return fact.values.map((value) => new Map([[key, known(value)]]));
    const family = familyOf(key);
    const from = fact.kind === "time" ? fact.from : 0;
    const wanted = clauses.flatMap((clause) => (family.includes(clause.key) ? clause.values : []));
    return moments(
      from,
      wanted.map(({ text }) => text),
    ).map((moment) => new Map(family.map((one) => [one, moment[one === "aws:epochtime" ? "epoch" : "iso"]])));
  });
}

/** A key that is not there matches nothing, and a single value does not equal two texts. */
function possible(chosen: ReadonlyMap<string, boolean>): boolean {
  const equal = new Set<string>();
  for (const [name, value] of chosen) {
    const [operator = "", key = ""] = name.split(" ", 2);
    if (!value || operator === "exists") continue;
    if (chosen.get(existsName(key)) === false) return false;
    if (operator !== "StringEquals") continue;
    if (equal.has(key)) return false;
    equal.add(key);
  }
  return true;
}

function choicesOf(names: readonly string[]): ReadonlyMap<string, boolean>[] {
  let all: ReadonlyMap<string, boolean>[] = [new Map()];
  for (const name of names) {
    all = all.flatMap((chosen) => [new Map(chosen).set(name, false), new Map(chosen).set(name, true)]);
    all = all.filter(possible);
  }
  return all;
}

const NO_VALUES: readonly ReadonlyMap<string, Fact>[] = [new Map()];

/**
 * The cases to judge one by one: every real request falls under one of them, so what is impossible in all of them is
 * impossible. One case without choices when splitting cannot help.
 */
export function casesOf(model: Model, facts: Facts): readonly (Assignment | null)[] {
  if (model.statements.length > 500) return [null];
  const choices = choicesOf(variablesOf(model, facts));
  let values = NO_VALUES;
  for (const one of valuesOf(model, facts)) {
    if (choices.length * values.length * one.length > MAX_CASES) continue;
    values = values.flatMap((before) => one.map((more) => new Map([...before, ...more])));
  }
  if (choices.length === 1 && values.length === 1) return [null];
  return values.flatMap((some) => choices.map((chosen): Assignment => ({ choices: chosen, values: some })));
}
