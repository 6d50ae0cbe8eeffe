import { type BurnDown, PROJECTED_YEARS } from "../../model/results/trend.js";
import { DAY_SECONDS, formatDate } from "../../model/time.js";

const WEEK_SECONDS = 7 * DAY_SECONDS;

/** What the snapshots show, of one control. */
export interface Burning {
  /** Epoch seconds of the first and the last snapshot. */
  readonly from: number;
  readonly to: number;
  /** Findings open at the end; those that came (new and reopened) and went (fixed) in between. */
  readonly open: number;
  readonly came: number;
  readonly went: number;
}

/** A straight line over a few weeks says nothing of a later year. */
const FORESIGHT_SECONDS = PROJECTED_YEARS * 365 * DAY_SECONDS;

/** Compares the rate that was achieved with the one that is needed; undefined where no time passed. `target`: epoch seconds. */
export function burnDown(burning: Burning, target: number | undefined): BurnDown | undefined {
  const { from, to, open, came, went } = burning;
  const weeks = (to - from) / WEEK_SECONDS;
  if (weeks <= 0) return undefined;
  const achieved = (went - came) / weeks;
  const done =
    open === 0 ? to : achieved > 0 ? to + (open / achieved) * WEEK_SECONDS : Number.POSITIVE_INFINITY;
  return {
    fixed_per_week: rounded(went / weeks),
    came_per_week: rounded(came / weeks),
    achieved_per_week: rounded(achieved),
    needed_per_week: target === undefined ? null : rounded(open / ((target - to) / WEEK_SECONDS)),
    projected: done > to + FORESIGHT_SECONDS ? null : formatDate(done),
    on_track: target === undefined ? null : done <= target,
  };
}

function rounded(rate: number): number {
  return Math.round(100 * rate) / 100;
}
