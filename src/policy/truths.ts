import { type Assignment, clauseUnder, factsUnder } from "./cases.js";
import { clauseTruth } from "./conditions.js";
import type { Facts } from "./facts.js";
import type { AppliedStatement, Model } from "./model.js";
import { allOf, type Truth } from "./truth.js";

/**
 * How facts that were not collected count: `against` the principal (any value is possible), or `for` it (as if they
 * closed every Allow and opened every Deny). Where the two give different verdicts, the verdict is unknown.
 */
export type Leaning = "against" | "for";

export interface Truths {
  readonly values: readonly Truth[];
  /** Whether a missing fact mattered. */
  readonly missing: boolean;
}

function statementTruth(
  { compiled }: AppliedStatement,
  facts: Facts,
  leaning: Leaning,
  assignment: Assignment | null,
): { truth: Truth; missing: boolean } {
  let missing = false;
  const each = compiled.clauses.map((clause): Truth => {
    const truth = clauseTruth(clause, facts);
    if (truth === "M") {
      missing = true;
      if (leaning === "against") return "U";
      return compiled.deny ? "T" : "F";
    }
    return truth === "U" && assignment !== null ? clauseUnder(clause, facts, assignment) : truth;
  });
  return { truth: allOf(each), missing };
}

/** The value of every statement's condition in one context. */
export function truthsOf(
  model: Model,
  facts: Facts,
  leaning: Leaning,
  assignment: Assignment | null,
): Truths {
  let missing = false;
  const chosen = assignment === null ? facts : factsUnder(facts, assignment);
  const values = model.statements.map((statement) => {
    if (statement.compiled.clauses.length === 0) return "T";
    const one = statementTruth(statement, chosen, leaning, assignment);
    missing ||= one.missing;
    return one.truth;
  });
  return { values, missing };
}
