import { type Glob, glob, matches } from "../policy/glob.js";

/** The first five parts of an ARN, `arn:aws:iam::111122223333`, and what follows them. */
export interface ArnParts {
  readonly head: string;
  /** Such as `user/team/ann`; it may hold colons. */
  readonly resource: string;
}

/** Takes an ARN, or a pattern of one, apart; undefined when it has not six parts. */
export function arnParts(text: string): ArnParts | undefined {
  const match = /^((?:[^:]*:){4}[^:]*):(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, head = "", resource = ""] = match;
  return { head, resource };
}

/**
 * A test of the first five parts of ARNs. Each part is compared by itself, as `ArnLike` of IAM does, so that `*` never
 * reaches over a colon: a user cannot be made to match by a clever path.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function headTest(pattern: string): (head: string) => boolean {
  const globs = pattern.split(":").map((part) => glob(part));
  return (head) => {
    const parts = head.split(":");
    return parts.length === globs.length && globs.every((one, index) => matches(one, parts[index] ?? ""));
  };
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** What a pattern of a resource asks for, in pieces that an engine can compare without trying ways to match. */
export interface ResourcePattern {
  readonly prefix: string;
  readonly suffix: string;
  /** The longest text that must stand between them; null: none. */
  readonly holds: string | null;
  /** How many characters the literal text of it has: a text that matches has no fewer. */
  readonly minLength: number;
  /** Prefix, suffix and length say all there is to it; else `glob` decides. */
  readonly simple: boolean;
  readonly glob: Glob;
}

export function resourcePattern(pattern: string): ResourcePattern {
  const first = pattern.search(/[*?]/);
  const last = Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"));
  const middle = pattern.slice(first, last + 1);
  const literals = middle.split(/[*?]+/).filter((text) => text !== "");
  const longest = literals.reduce((best, text) => (text.length > best.length ? text : best), "");
  return {
    prefix: pattern.slice(0, first),
    suffix: pattern.slice(last + 1),
    holds: longest === "" ? null : longest,
    minLength: [...pattern].filter((character) => !hasWildcard(character)).length,
    simple: /^\*+$/.test(middle),
    glob: glob(pattern),
  };
}
