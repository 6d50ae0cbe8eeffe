import { compare, compareTime } from "./compare.js";
import type { Clause } from "./document.js";
import { type Fact, type Facts, known } from "./facts.js";
import type { Glob } from "./glob.js";
import { type BaseOperator, type Operator, parseOperator } from "./operators.js";
import { allOf, anyOf, not, type Truth } from "./truth.js";
import { resolve, type Template, template } from "./variables.js";

/** A clause with its operator and values read once. `operator` null: not a documented one. */
export interface CompiledClause {
  readonly source: Clause;
  readonly operator: Operator | null;
  readonly key: string;
  readonly values: readonly Template[];
}

type Comparable = Exclude<BaseOperator, "Null">;
/** What the value of the request makes of one value of the policy, by the positive form of the operator. */
type Comparison = (wanted: Glob) => Truth;

export function compileClause(source: Clause, variables: boolean): CompiledClause {
  return {
    source,
    operator: parseOperator(source.operator),
    key: source.key.toLowerCase(),
    values: source.values.map((value) => template(value, variables)),
  };
}

/** The documented value of a condition whose key is not in the request. */
export function whenAbsent(operator: Operator): Truth {
  if (operator.set === "all") return "T";
  if (operator.set === "any") return operator.ifExists ? "U" : "F";
  return operator.ifExists || operator.negated ? "T" : "F";
}

function nullTruth(values: readonly Template[], fact: Fact): Truth {
  const wanted = new Set(values.map((value) => value.text));
  if (![...wanted].every((word) => word === "true" || word === "false") || wanted.size === 0) return "U";
  if (wanted.size === 2) return "T";
  if (fact.kind === "unknown") return "U";
  if (fact.kind === "missing") return "M";
  return (fact.kind === "absent") === wanted.has("true") ? "T" : "F";
}

/** aws:MultiFactorAuthPresent is a boolean; what a String operator makes of it is known only when the texts differ. */
function isText(base: Comparable): boolean {
  return base.startsWith("String") || base === "ArnLike" || base === "BinaryEquals";
}

function compareOne(base: Comparable, key: string, actual: string, wanted: Glob): Truth {
  const result = compare(base, actual, wanted);
  if (key !== "aws:multifactorauthpresent" || !isText(base)) return result;
  return result === "T" || compare("StringEqualsIgnoreCase", actual, wanted) === "T" ? "U" : result;
}

/** A text of which only one thing is known: that a character is not in it. */
function withoutCharacter(base: Comparable, without: string, wanted: Glob): Truth {
  if (!base.startsWith("String")) return "M";
  if (base === "StringLike" && wanted.everything) return "T";
  return wanted.text.includes(without) ? "F" : "M";
}

/** The value of a clause whose key is there. */
function whenPresent(clause: CompiledClause, operator: Operator, facts: Facts, one: Comparison): Truth {
  const found = clause.values.map((value): Truth => {
    const wanted = resolve(value, facts);
    // No text equals a variable without value; for a negated operator AWS only says that the statement may be invalid.
    if (wanted === null) return operator.negated ? "U" : "F";
    return wanted.exact ? one(wanted.glob) : "U";
  });
  return operator.negated ? not(anyOf(found)) : anyOf(found);
}

function knownTruth(
  clause: CompiledClause,
  operator: Operator,
  base: Comparable,
  fact: Fact & { readonly kind: "known" },
  facts: Facts,
): Truth {
  if (fact.list && operator.set === null) return "U";
  // A set operator takes an empty text for no value at all.
  if (operator.set !== null && fact.values.includes("")) return "U";
  const each = fact.values.map((actual) =>
    whenPresent(clause, operator, facts, (wanted) => compareOne(base, clause.key, actual, wanted)),
  );
  return operator.set === "any" ? anyOf(each) : allOf(each);
}

/** The same for all of them, or open. */
function agreed(truths: readonly Truth[], open: Truth): Truth {
  const [first = open] = truths;
  return truths.every((one) => one === first) ? first : open;
}

/** The value of one clause in one context. */
export function clauseTruth(clause: CompiledClause, facts: Facts): Truth {
  const { operator, values } = clause;
  if (operator === null || values.length === 0) return "U";
  const fact = facts(clause.key);
  const { base } = operator;
  if (base === "Null") return nullTruth(values, fact);
  const open = (truth: "U" | "M") =>
    agreed([whenPresent(clause, operator, facts, () => truth), whenAbsent(operator)], truth);
  switch (fact.kind) {
    case "absent":
      return whenAbsent(operator);
    case "unknown":
      return open("U");
    case "missing":
      return open("M");
    case "text":
      return whenPresent(clause, operator, facts, (wanted) => withoutCharacter(base, fact.without, wanted));
    case "time":
      return whenPresent(clause, operator, facts, (wanted) =>
        base.startsWith("Numeric") && clause.key !== "aws:epochtime"
          ? "U"
          : compareTime(base, fact.from, wanted),
      );
    case "choice":
      return agreed(
        fact.values.map((value) =>
          clauseTruth(clause, (key) => (key === clause.key ? known(value) : facts(key))),
        ),
        "U",
      );
    case "known":
      return knownTruth(clause, operator, base, fact, facts);
  }
}
