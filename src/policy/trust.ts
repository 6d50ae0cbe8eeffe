import { matchesName } from "./action-set.js";
import type { CompiledStatement } from "./compile.js";
import { clauseTruth } from "./conditions.js";
import { type ContextKind, factsOf, type Principal } from "./context.js";
import type { LoadedDocument } from "./document-store.js";
import { allOf, type Truth } from "./truth.js";

/** Whether a principal selector of a trust policy means this principal, itself or through its account. */
function names(patterns: readonly string[], principal: Principal): boolean {
  const { accountId, arn } = principal;
  return patterns.some((pattern) => {
    const value = pattern.replace(/^AWS:/, "");
    if (value === "*" || value === accountId || value === arn) return true;
    return value.endsWith(`:iam::${accountId}:root`);
  });
}

function effect(statement: CompiledStatement, principal: Principal, kind: ContextKind): Truth {
  const selector = statement.source.principal;
  if (selector === null || names(selector.patterns, principal) === selector.negated) return "F";
  if (matchesName(statement.actions, "sts", "sts:assumerole") === statement.actionsNegated) return "F";
  const facts = factsOf(principal, kind);
  return allOf(statement.clauses.map((clause) => clauseTruth(clause, facts)));
}

/**
 * Whether a trust policy lets this principal assume the role by this kind of request: the only place where MFA can be
 * asked for on the way into a role, for its sessions carry no trace of it. Unknown conditions count as met.
 */
export function trusts(document: LoadedDocument, principal: Principal, kind: ContextKind): boolean {
  const effects = document.statements.map((statement) => ({
    deny: statement.deny,
    truth: effect(statement, principal, kind),
  }));
  if (effects.some(({ deny, truth }) => deny && truth === "T")) return false;
  return effects.some(({ deny, truth }) => !deny && truth !== "F");
}
