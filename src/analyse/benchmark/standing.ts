import type { Standing } from "../../model/results/benchmark.js";
import { wilson } from "../wilson.js";

/** Counts of subjects: those that fail, those of which it is not known, and all of them. */
export interface Counts {
  readonly fail: number;
  readonly unknown: number;
  readonly of: number;
}

/** What was published, in percent. */
export interface PublishedShare {
  readonly percent: number;
  /** It is more than that, or the publisher looked at a part of the denominator only. */
  readonly lowerBound: boolean;
}

/**
 * The ends between which our percentage may lie: 95 % score intervals, the lower end as if all that is not known passed,
 * the upper as if it failed. Null of nothing.
 */
export function shareInterval({ fail, unknown, of }: Counts): readonly [number, number] | null {
  const low = wilson(fail, of);
  const high = wilson(fail + unknown, of);
  return low === null || high === null ? null : [100 * low[0], 100 * high[1]];
}

/** Where we stand beside a published figure of the same definition and denominator. */
export function standing(counts: Counts, published: PublishedShare): Standing {
  const interval = shareInterval(counts);
  if (interval === null) return "open";
  const [low, high] = interval;
  if (high < published.percent) return "lower";
  if (published.lowerBound) return "open";
  if (low > published.percent) return "higher";
  return counts.unknown === 0 || within(counts, published.percent) ? "alike" : "open";
}

/** Whether the figure would be alike however the unknown ones turn out. */
function within({ fail, unknown, of }: Counts, percent: number): boolean {
  const ends = [wilson(fail, of), wilson(fail + unknown, of)];
  return ends.every((one) => one !== null && 100 * one[0] <= percent && percent <= 100 * one[1]);
}
