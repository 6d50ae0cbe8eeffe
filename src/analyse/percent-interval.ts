import type { PercentInterval } from "../model/results/prevalence.js";
import { wilson } from "./wilson.js";

/**
 * Wilson's 95 % interval of the percentage of `part` in `whole`: how far chance alone may have moved it, if the subjects are
 * drawn one by one from many more. Null of nothing, and of a part that is larger than its whole because evidence is missing.
 */
export function percentInterval(part: number, whole: number): PercentInterval | null {
  const interval = part > whole ? null : wilson(part, whole);
  return interval === null ? null : [hundredths(interval[0]), hundredths(interval[1])];
}

/** A proportion as a percentage with two decimals. */
export function hundredths(proportion: number): number {
  return Math.round(10_000 * proportion) / 100;
}
