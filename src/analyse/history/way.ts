import type { Change } from "./change.js";

/** A way that findings went over the snapshots, and what that means between two of them. */
export interface Way {
  /** Of the columns `wordColumns`. */
  readonly words: readonly number[];
  readonly change: Change;
  /** The place of the snapshot whose finding is shown: the later one in which it fails. */
  readonly shown: number;
  readonly firstSeen: number;
}
