import { wilson } from "../wilson.js";
import { student95 } from "./student.js";

/** So many of so many in each of several groups: organizations, whose users have much in common. */
export interface Clusters {
  readonly part: readonly number[];
  readonly whole: readonly number[];
}

export interface ClusterRatio {
  /** All parts by all wholes, from 0 to 1. */
  readonly ratio: number;
  /** 95 %: where the ratio of all organizations lies of which these are a sample. Null with fewer than two. */
  readonly interval: readonly [number, number] | null;
  /** 95 %, as if every subject were drawn by itself: too narrow where an organization's are alike. */
  readonly subjectInterval: readonly [number, number];
  /** By how much drawing organizations makes the variance larger than drawing subjects does; null: not to be seen. */
  readonly designEffect: number | null;
}

/**
 * The ratio of two sums over groups, with an interval over the groups; null where there are no subjects.
 *
 * The ratio is that of W. G. Cochran, Sampling Techniques (3rd ed., 1977), 2.11, for clusters of unequal size; its variance
 * that of the jackknife that leaves out one group after the other (K. M. Wolter, Introduction to Variance Estimation,
 * 2nd ed., 2007, ch. 4). It gives the design effect (L. Kish, Survey Sampling, 1965, 8.2) and so the number of
 * independent subjects that would tell as much. Of these the score interval is taken, as recommended for proportions of
 * clustered samples: C. Franco, R. J. A. Little, T. A. Louis, E. V. Slud, "Comparative study of confidence intervals for
 * proportions in complex sample surveys", J. Surv. Stat. Methodol. 7 (2019) 334-364. They find it too narrow with few
 * groups, so Student's point stands in for the normal one, with as many groups as would tell as much if they were of
 * one size (A. V. Carter, K. T. Schnepel, D. G. Steigerwald, "Asymptotic behavior of a t-test robust to cluster
 * heterogeneity", Rev. Econ. Stat. 99 (2017) 698-709). A design effect below 1 counts as 1.
 *
 * Where none or all of the subjects are counted, nothing shows how alike those of a group are. Then they count as wholly
 * alike: each of the equal groups is one observation.
 */
export function clusterRatio({ part, whole }: Clusters): ClusterRatio | null {
  const total = sum(whole);
  if (total === 0) return null;
  const ratio = sum(part) / total;
  const subjectInterval = wilson(sum(part), total) ?? [0, 1];
  if (whole.filter((count) => count > 0).length < 2) {
    return { ratio, interval: null, subjectInterval, designEffect: null };
  }
  const equalGroups = total ** 2 / sum(whole.map((count) => count ** 2));
  const designEffect = effectOfDesign({ part, whole }, ratio);
  const independent = designEffect === null ? equalGroups : total / designEffect;
  const point = student95(Math.max(1, Math.round(equalGroups) - 1));
  return { ratio, interval: wilson(ratio * independent, independent, point), subjectInterval, designEffect };
}

function effectOfDesign(clusters: Clusters, ratio: number): number | null {
  if (ratio === 0 || ratio === 1) return null;
  const drawnOneByOne = (ratio * (1 - ratio)) / sum(clusters.whole);
  return Math.max(1, variance(clusters, ratio) / drawnOneByOne);
}

/** Of the ratio: how much it changes when one group after the other is left out. One without subjects changes nothing. */
function variance({ part, whole }: Clusters, ratio: number): number {
  const total = sum(whole);
  const groups = whole.filter((count) => count > 0).length;
  const changes = part.map((count, index) => {
    const size = whole[index] ?? 0;
    return (count - ratio * size) / (total - size);
  });
  return ((groups - 1) / groups) * sum(changes.map((change) => change ** 2));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
