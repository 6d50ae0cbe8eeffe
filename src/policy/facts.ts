/** What a request's context holds under one condition key. */
export type Fact =
  /** The key is not in the request. */
  | { readonly kind: "absent" }
  /** The key is there with these values. `list`: a multi-valued key, which wants a set operator. */
  | { readonly kind: "known"; readonly values: readonly string[]; readonly list: boolean }
  /** The caller chooses it, or it depends on the resource or service: any value, or none. */
  | { readonly kind: "unknown" }
  /** The key is there with one of these values; the caller chooses which. */
  | { readonly kind: "choice"; readonly values: readonly string[] }
  /** The key is there with a time no earlier than this, in epoch seconds; nobody but the clock chooses it. */
  | { readonly kind: "time"; readonly from: number }
  /** A fact about the principal that was not collected. */
  | { readonly kind: "missing" }
  /** The same, of a key that every request holds: some text without this character. */
  | { readonly kind: "text"; readonly without: string };

export const ABSENT: Fact = { kind: "absent" };
export const UNKNOWN: Fact = { kind: "unknown" };
export const MISSING: Fact = { kind: "missing" };

export function known(...values: string[]): Fact {
  return { kind: "known", values, list: false };
}

/** Looks a condition key up; `key` is in lower case, for AWS ignores the case of key names. */
export type Facts = (key: string) => Fact;
