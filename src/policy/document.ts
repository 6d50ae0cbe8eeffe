/** The layer a policy is attached as; it decides which elements a statement must and must not have. */
export type PolicyKind = "identity" | "boundary" | "scp" | "rcp" | "trust" | "resource";

/** A place in the text of the document, [start, end), in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Action or NotAction, Resource or NotResource, Principal or NotPrincipal. */
export interface Selector {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One key under one operator. `values` are texts: numbers and booleans are written out. */
export interface Clause extends Span {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Who a resource-based statement speaks of, as `AWS:arn...`, `Service:...`; `*` is everybody. */
export type PrincipalSelector = Selector;

export interface Statement extends Span {
  readonly index: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly action: Selector;
  /** Null only in trust policies. */
  readonly resource: Selector | null;
  readonly principal: PrincipalSelector | null;
  readonly clauses: readonly Clause[];
}

/** A parsed policy. `variables`: whether `${...}` has a meaning (only in version 2012-10-17). */
export interface PolicyDocument {
  readonly text: string;
  readonly variables: boolean;
  readonly statements: readonly Statement[];
}

/** Why a document cannot be used, and where in its (decoded) text. */
export interface PolicyProblem {
  readonly why: string;
  readonly line: number;
  readonly column: number;
}

export type ParsedPolicy =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly problem: PolicyProblem };
