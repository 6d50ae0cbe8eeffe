import type { DayBounds, TimeToFix } from "../../model/results/trend.js";
import { DAY_SECONDS } from "../../model/time.js";
import type { Episode } from "./episodes.js";
import { type Duration, endedAfter } from "./kaplan-meier.js";

/**
 * Time to fix with those counted that are still open (Kaplan and Meier). Snapshots tell only between which two of them
 * something was fixed: one bound takes all as fixed right after the last snapshot in which they failed, the other right
 * before the first in which they did not.
 */
export class TimeToFixCounter {
  private readonly early = new Map<string, Duration>();
  private readonly late = new Map<string, Duration>();
  private fixed = 0;
  private open = 0;

  add({ least, most }: Episode, count: number): void {
    const ended = most !== undefined;
    addTo(this.early, { time: least, ended, count });
    addTo(this.late, { time: most ?? least, ended, count });
    if (ended) this.fixed += count;
    else this.open += count;
  }

  result(): TimeToFix {
    const parts = [0.5, 0.9];
    const early = endedAfter(this.early.values(), parts);
    const late = endedAfter(this.late.values(), parts);
    const bounds = (index: number) => dayBounds(early[index] ?? null, late[index] ?? null);
    return { fixed: this.fixed, still_open: this.open, median_days: bounds(0), p90_days: bounds(1) };
  }
}

function addTo(durations: Map<string, Duration>, { time, ended, count }: Duration): void {
  const key = `${time} ${ended}`;
  durations.set(key, { time, ended, count: count + (durations.get(key)?.count ?? 0) });
}

function dayBounds(early: number | null, late: number | null): DayBounds {
  if (early === null || late === null) return null;
  const days = (seconds: number) => Math.round((10 * seconds) / DAY_SECONDS) / 10;
  return [days(Math.min(early, late)), days(Math.max(early, late))];
}
