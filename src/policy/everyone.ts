import type { Clause, Selector, Statement } from "./document.js";
import { demanded, narrows } from "./narrowing.js";

/** Whether a statement speaks of everybody, who needs not even sign. */
export function isEveryone(principal: Selector | null): boolean {
  return principal?.negated === false && principal.patterns.some((one) => one === "*" || one === "AWS:*");
}

/**
 * What a resource-based policy lets anyone do: the actions of each statement that allows everybody and has no condition
 * that ties it to somebody. Statements that deny may take some of it away again.
 */
export function allowedToAnyone(statements: readonly Statement[]): readonly string[] {
  const open = statements.filter(
    ({ effect, principal, clauses }) =>
      effect === "Allow" && (principal?.negated === true || isEveryone(principal)) && !clauses.some(isNarrow),
  );
  const actions = open.flatMap(({ action }) =>
    action.patterns.map((one) => (action.negated ? `all but ${one}` : one)),
  );
  return [...new Set(actions)];
}

/** Whether a condition keeps some fixed people or places, and nobody else. */
function isNarrow(clause: Clause): boolean {
  const demand = demanded(clause);
  return demand !== undefined && narrows(demand);
}
