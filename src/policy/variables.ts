import type { Facts } from "./facts.js";
import { type Glob, type GlobPiece, glob, globOf } from "./glob.js";

/** A piece of a template: text, or a policy variable. `literal`: an escaped `${*}`, `${?}` or `${$}`. */
type Piece =
  | { readonly kind: "text"; readonly text: string; readonly literal: boolean }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | null };

/** Text of a policy that may hold variables, parsed once. */
export interface Template {
  readonly text: string;
  /** Set when there is no variable in it. */
  readonly fixed: Glob | null;
  /** Of a text with variables or escapes. */
  readonly pieces: readonly Piece[];
}

/**
 * What a template means for one principal: a pattern; `exact` false when a variable without a known value stands in it
 * as `*`, so that the pattern matches more than the policy does; `colons` when a value holds one; null when a variable
 * has no value: it matches nothing.
 */
export type Resolved = { readonly glob: Glob; readonly exact: boolean; readonly colons: boolean } | null;

const VARIABLE = /\$\{([^{}]*)\}/g;
const WITH_DEFAULT = /^([^,']+),\s*'([^']*)'$/;

function pieceOf(inner: string): Piece {
  if (inner === "*" || inner === "?" || inner === "$") return { kind: "text", text: inner, literal: true };
  const found = WITH_DEFAULT.exec(inner);
  const key = (found?.[1] ?? inner).trim().toLowerCase();
  return { kind: "variable", key, fallback: found?.[2] ?? null };
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 * @param variables false for version 2008-10-17, where `${...}` is plain text
 */
export function template(text: string, variables: boolean): Template {
  if (!variables || !text.includes("${")) return { text, fixed: glob(text), pieces: [] };
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(VARIABLE)) {
    if (found.index > from)
      pieces.push({ kind: "text", text: text.slice(from, found.index), literal: false });
    pieces.push(pieceOf(found[1] ?? ""));
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from), literal: false });
  const plain = pieces.flatMap((piece) => (piece.kind === "text" ? [piece] : []));
  return { text, pieces, fixed: plain.length === pieces.length ? globOf(plain) : null };
}

/** Puts the principal's facts into a template. Values are plain text: a `*` in a tag is no wildcard. */
export function resolve(source: Template, facts: Facts): Resolved {
  if (source.fixed !== null) return { glob: source.fixed, exact: true, colons: false };
  let exact = true;
  let colons = false;
  const parts: GlobPiece[] = [];
  for (const piece of source.pieces) {
    if (piece.kind === "text") {
      parts.push(piece);
      continue;
    }
    const fact = facts(piece.key);
    const value = fact.kind === "known" && !fact.list ? fact.values[0] : undefined;
    if (value !== undefined) {
      colons ||= value.includes(":");
      parts.push({ text: value, literal: true });
    } else if (fact.kind !== "absent") {
      exact = false;
      parts.push({ text: "*", literal: false });
    } else if (piece.fallback !== null) parts.push({ text: piece.fallback, literal: true });
    else return null;
  }
  return { glob: globOf(parts), exact, colons };
}
