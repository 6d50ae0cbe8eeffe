import type { Patterns } from "./covers.js";
import type { Glob } from "./glob.js";
import type { Model } from "./model.js";
import type { Truth } from "./truth.js";

/**
 * Resource patterns that remain possible for an atom, for each slot, and for each Deny that spares some; a request meets
 * one of each. Null when no request with it can be allowed.
 */
export type AtomReach = readonly (readonly Glob[])[] | null;
/** For each atom. */
export type Reach = readonly AtomReach[];

/** The conditions under which the reach of atoms is asked. */
export interface Situation {
  readonly model: Model;
  readonly patterns: Patterns;
  readonly truths: readonly Truth[];
  /** Add Allow * to identity and boundary: what holds then holds whatever is granted later. */
  readonly grantAll: boolean;
}
