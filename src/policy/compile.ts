import type { ActionSet, ActionSets } from "./action-set.js";
import { type CompiledClause, compileClause } from "./conditions.js";
import type { PolicyDocument, PolicyKind, Statement } from "./document.js";
import { type ResourcePattern, resourcePattern } from "./resource-pattern.js";

/** A statement ready for evaluation; shared by every principal the document applies to. */
export interface CompiledStatement {
  readonly source: Statement;
  readonly deny: boolean;
  readonly actions: ActionSet;
  /** NotAction. */
  readonly actionsNegated: boolean;
  readonly resources: readonly ResourcePattern[];
  /** NotResource. */
  readonly resourcesNegated: boolean;
  readonly clauses: readonly CompiledClause[];
}

function compileStatement(
  source: Statement,
  { variables }: PolicyDocument,
  kind: PolicyKind,
  sets: ActionSets,
): CompiledStatement {
  let actions: ActionSet | undefined;
  return {
    source,
    deny: source.effect === "Deny",
    /** Looked up when they are asked for: what makes keys only does not ask. */
    get actions() {
      actions ??= sets.of(source.action.patterns);
      return actions;
    },
    actionsNegated: source.action.negated,
    resources: (source.resource?.patterns ?? ["*"]).map((text) => resourcePattern(text, variables, kind)),
    resourcesNegated: source.resource?.negated ?? false,
    clauses: source.clauses.map((clause) => compileClause(clause, variables)),
  };
}

export function compileStatements(
  document: PolicyDocument,
  kind: PolicyKind,
  sets: ActionSets,
): CompiledStatement[] {
  return document.statements.map((source) => compileStatement(source, document, kind, sets));
}
