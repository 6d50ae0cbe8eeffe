import type { CompiledClause } from "./conditions.js";
import type { Facts } from "./facts.js";
import type { Model } from "./model.js";
import { anyOf, not, type Truth, truthOf } from "./truth.js";

/**
 * A choice for conditions the caller decides: whether a key is there, and whether it matches one value of a policy.
 * Names are `exists key` and `operator key value`.
 */
export type Assignment = ReadonlyMap<string, boolean>;

const MAX_VARIABLES = 8;
/**
 * Keys that hold one value or none, so that an operator and its negation are exact opposites. Of other keys that is not
 * known (aws:TagKeys is a list), so their conditions stay unknown.
 */
const SINGLE =
  /^aws:(requestedregion|sourceip|sourcevpc|sourcevpce|vpcsourceip|useragent|referer|securetransport|currenttime|epochtime|tokenissuetime|resourceaccount|resourceorgid|(requesttag|resourcetag)\/.+)$/;

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
export function clauseUnder(clause: CompiledClause, facts: Facts, chosen: Assignment): Truth {
  const { operator, values, key } = clause;
  if (operator === null || !splittable(clause) || facts(key).kind !== "unknown") return "U";
  const choice = (name: string): Truth => {
    const value = chosen.get(name);
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

/** Unknown conditions that stand in a Deny and once more elsewhere: only those can cancel each other out. */
function variablesOf(model: Model, facts: Facts): string[] {
  const uses = new Map<string, { deny: boolean; count: number }>();
  for (const { compiled } of model.statements) {
    const own = compiled.clauses.filter(
      (clause) => splittable(clause) && facts(clause.key).kind === "unknown",
    );
    for (const name of new Set(own.flatMap(namesOf))) {
      const use = uses.get(name) ?? { deny: false, count: 0 };
      uses.set(name, { deny: use.deny || compiled.deny, count: use.count + 1 });
    }
  }
  return [...uses]
    .filter(([, use]) => use.deny && use.count > 1)
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .slice(0, MAX_VARIABLES)
    .map(([name]) => name);
}

/** A key that is not there matches nothing, and a single value does not equal two texts. */
function possible(chosen: Assignment): boolean {
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

/**
 * The cases to judge one by one: every real request falls under one of them, so what is impossible in all of them is
 * impossible. One case without choices when splitting cannot help.
 */
export function casesOf(model: Model, facts: Facts): readonly (Assignment | null)[] {
  const names = model.statements.length > 500 ? [] : variablesOf(model, facts);
  if (names.length === 0) return [null];
  let cases: ReadonlyMap<string, boolean>[] = [new Map()];
  for (const name of names) {
    cases = cases.flatMap((chosen) => [new Map(chosen).set(name, false), new Map(chosen).set(name, true)]);
    cases = cases.filter(possible);
  }
  return cases;
}
