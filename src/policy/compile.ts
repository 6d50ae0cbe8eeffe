import type { ActionSet, ActionSets } from "./action-set.js";
import { type CompiledClause, compileClause } from "./conditions.js";
import type { PolicyDocument, Statement } from "./document.js";
import { type Template, template } from "./variables.js";

/** A statement ready for evaluation; shared by every principal the document applies to. */
export interface CompiledStatement {
  readonly source: Statement;
  readonly deny: boolean;
  readonly actions: ActionSet;
  /** NotAction. */
  readonly actionsNegated: boolean;
  readonly resources: readonly Template[];
  /** NotResource. */
  readonly resourcesNegated: boolean;
  readonly clauses: readonly CompiledClause[];
}

function compileStatement(source: Statement, document: PolicyDocument, sets: ActionSets): CompiledStatement {
  return {
    source,
    deny: source.effect === "Deny",
    actions: sets.of(source.action.patterns),
    actionsNegated: source.action.negated,
    resources: (source.resource?.patterns ?? ["*"]).map((text) => template(text, document.variables)),
    resourcesNegated: source.resource?.negated ?? false,
    clauses: source.clauses.map((clause) => compileClause(clause, document.variables)),
  };
}

export function compileStatements(document: PolicyDocument, sets: ActionSets): CompiledStatement[] {
  return document.statements.map((source) => compileStatement(source, document, sets));
}
