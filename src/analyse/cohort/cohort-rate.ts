import type { CohortRate, Percent } from "../../model/results/cohort.js";
import { hundredths } from "../percent-interval.js";
import type { CellColumn } from "./cell-column.js";
import { type Clusters, clusterRatio } from "./cluster-ratio.js";
import { quantiles } from "./quantiles.js";

/**
 * The rate of `part` in `whole`. Where counts were suppressed it lies between that of the lowest parts in the largest
 * wholes and that of the highest parts in the smallest wholes; every interval reaches from the lower end of the one to the
 * upper end of the other.
 */
export function cohortRate(part: CellColumn, whole: CellColumn): CohortRate {
  const least: Clusters = { part: part.low, whole: whole.high };
  const most = highestRates(part, whole);
  const [low, high] = [clusterRatio(least), clusterRatio(most)];
  if (low === null || high === null) {
    return {
      percent: null,
      interval: null,
      interval_of_subjects: null,
      design_effect: null,
      quartiles: null,
    };
  }
  const exact = part.low.every(
    (count, row) => count === part.high[row] && whole.low[row] === whole.high[row],
  );
  const both = low.interval === null || high.interval === null;
  return {
    percent: between(low.ratio, high.ratio),
    interval: both ? null : [hundredths(low.interval[0]), hundredths(high.interval[1])],
    interval_of_subjects: [hundredths(low.subjectInterval[0]), hundredths(high.subjectInterval[1])],
    design_effect: exact && low.designEffect !== null ? Math.round(100 * low.designEffect) / 100 : null,
    quartiles: quartilesOf(least, most),
  };
}

/** As many as can be of as few as can be: the whole is never less than the part. */
function highestRates(part: CellColumn, whole: CellColumn): Clusters {
  const parts = part.high.map((count, row) => Math.min(count, whole.high[row] ?? 0));
  return { part: parts, whole: whole.low.map((count, row) => Math.max(count, parts[row] ?? 0)) };
}

/** An organization that may be without subjects counts as none or all in them: that can only widen the bounds. */
function quartilesOf(least: Clusters, most: Clusters): CohortRate["quartiles"] {
  const of = (clusters: Clusters) => quantiles(rates(clusters), [0.25, 0.5, 0.75]);
  const [low, high] = [of(least), of(most)];
  const [q1, median, q3] = low.map((value, index) => between(value, high[index] ?? value));
  return q1 === undefined || median === undefined || q3 === undefined ? null : { q1, median, q3 };
}

function rates({ part, whole }: Clusters): number[] {
  return part.flatMap((count, row) => {
    const size = whole[row] ?? 0;
    return size === 0 ? [] : [count / size];
  });
}

function between(low: number, high: number): Percent {
  const [from, to] = [hundredths(low), hundredths(high)];
  return from === to ? from : [from, to];
}
