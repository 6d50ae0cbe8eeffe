import { createHash } from "node:crypto";
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

export interface CompiledDocument {
  readonly document: PolicyDocument;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly statements: readonly CompiledStatement[];
  /** Whether a condition or resource of it may differ between principals. */
  readonly personal: boolean;
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

export function compileDocument(document: PolicyDocument, sets: ActionSets): CompiledDocument {
  const statements = document.statements.map((source) => compileStatement(source, document, sets));
  return {
    document,
    hash: createHash("sha256").update(document.text).digest("hex"),
    statements,
    personal: statements.some(
      ({ clauses, resources }) => clauses.length > 0 || resources.some((resource) => resource.fixed === null),
    ),
  };
}
