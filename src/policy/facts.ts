/** What a request's context holds under one condition key. */
export type Fact =
  /** The key is not in the request. */
  | { readonly kind: "absent" }
  /** The key is there with these values. `list`: a multi-valued key, which wants a set operator. */
  | { readonly kind: "known"; readonly values: readonly string[]; readonly list: boolean }
  /** The caller chooses it, or it depends on the resource or service: any value, or none. */
  | { readonly kind: "unknown" }
  /** A fact about the principal that was not collected. */
  | { readonly kind: "missing" };

export const ABSENT: Fact = { kind: "absent" };
export const UNKNOWN: Fact = { kind: "unknown" };
export const MISSING: Fact = { kind: "missing" };

export function known(...values: string[]): Fact {
  return { kind: "known", values, list: false };
}

/** Looks a condition key up; `key` is in lower case, for AWS ignores the case of key names. */
export type Facts = (key: string) => Fact;
