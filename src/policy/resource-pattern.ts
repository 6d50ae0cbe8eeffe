import type { PolicyKind } from "./document.js";
import type { Facts } from "./facts.js";
import type { Glob } from "./glob.js";
import { resolve, type Template, template } from "./variables.js";

/** Fields of an ARN: `arn:partition:service:region:account:resource`. */
const FIELDS = 6;

/**
 * A pattern of Resource or NotResource. AWS completes an incomplete ARN with wildcards in identity-based policies, and
 * does not say what it does elsewhere: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export interface ResourcePattern {
  /** As the policy writes it. */
  readonly text: string;
  /** With a `*` in every missing field. */
  readonly completed: Template;
  /** As it is written, where that may match what `completed` does not. */
  readonly plain: Template | null;
  /** Whether it surely means what `completed` says. */
  readonly certain: boolean;
}

function everything(text: string): boolean {
  return /^\*+$/.test(text);
}

/** Whether the pattern as it is written matches only ARNs that the completed one matches too. */
function within(source: Template): boolean {
  return source.fixed !== null && /^arn:[^*]*\*?$/.test(source.text);
}

/** Colons of the pattern itself; of the first five at least. */
function colonsOf({ fixed, pieces }: Template): number {
  if (fixed !== null) return fixed.cuts.length;
  return pieces.reduce(
    (sum, piece) => sum + (piece.kind === "text" ? piece.text.split(":").length - 1 : 0),
    0,
  );
}

/** @param variables false for version 2008-10-17, where `${...}` is plain text */
export function resourcePattern(text: string, variables: boolean, kind: PolicyKind): ResourcePattern {
  const plain = template(text, variables);
  const missing = FIELDS - 1 - colonsOf(plain);
  if (missing <= 0 || everything(text)) return { text, completed: plain, plain: null, certain: true };
  return {
    text,
    completed: template(`${text}${":*".repeat(missing)}`, variables),
    plain: within(plain) ? null : plain,
    certain: kind === "identity" || kind === "boundary",
  };
}

/** Every reading of a pattern. */
export function readings({ completed, plain }: ResourcePattern): readonly Template[] {
  return plain === null ? [completed] : [completed, plain];
}

/** What patterns mean for one principal. `vague`: of one of them that is not known. */
export interface Reach {
  readonly patterns: readonly { readonly glob: Glob; readonly text: string }[];
  readonly vague: boolean;
}

/** All that the patterns may match: for what an Allow allows, and what a Deny spares. */
export function mayMatch(sources: readonly ResourcePattern[], facts: Facts): Reach {
  let vague = false;
  const patterns = sources.flatMap((source) =>
    readings(source).flatMap((reading) => {
      const resolved = resolve(reading, facts);
      vague ||= resolved?.exact !== true;
      return resolved === null ? [] : [{ glob: resolved.glob, text: source.text }];
    }),
  );
  return { patterns, vague };
}

/** What the patterns surely match: for what a Deny denies. A variable without value matches nothing. */
export function surelyMatch(sources: readonly ResourcePattern[], facts: Facts): Reach {
  let vague = false;
  const patterns = sources.flatMap(({ text, completed, certain }) => {
    const resolved = resolve(completed, facts);
    if (resolved === null) return [];
    // A value with a colon may move the fields of the ARN.
    const sure = certain && resolved.exact && !resolved.colons;
    vague ||= !sure;
    return sure ? [{ glob: resolved.glob, text }] : [];
  });
  return { patterns, vague };
}
