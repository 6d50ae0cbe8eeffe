import type { Prng } from "./prng.js";

/** A unique id of IAM: four letters that tell what it is of, and 17 more. */
export function uniqueId(prefix: "AIDA" | "AGPA" | "ANPA" | "AROA", prng: Prng): string {
  return prefix + prng.text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
}
