/**
 * Natural logarithms of adjusted p-values: the smallest false discovery rate at which each hypothesis is rejected.
 * `tested` counts all hypotheses, also those whose p-value is not given because nothing could come of them; they count
 * as 1. Y. Benjamini, D. Yekutieli, "The control of the false discovery rate in multiple testing under dependency",
 * Annals of Statistics 29 (2001), theorem 1.3: valid whatever the tests have to do with each other.
 */
export function adjustedLogP(logP: readonly number[], tested: number): number[] {
  const order = logP.map((_, index) => index).sort((a, b) => (logP[a] ?? 0) - (logP[b] ?? 0));
  const factor = Math.log(tested) + Math.log(harmonic(tested));
  const adjusted = logP.map(() => 0);
  let least = 0;
  for (let rank = order.length; rank >= 1; rank -= 1) {
    const index = order[rank - 1] ?? 0;
    least = Math.min(least, (logP[index] ?? 0) + factor - Math.log(rank));
    adjusted[index] = least;
  }
  return adjusted;
}

/**
 * Natural logarithm of the largest p-value at which a hypothesis counts as sure where `rejected` of `tested` are: the step of
 * the procedure that was reached. None is rejected: nothing does.
 */
export function logCritical(rejected: number, { tested, alpha }: { tested: number; alpha: number }): number {
  return rejected === 0
    ? Number.NEGATIVE_INFINITY
    : Math.log(alpha) + Math.log(rejected) - Math.log(tested) - Math.log(harmonic(tested));
}

/** 1 + 1/2 + ... + 1/n. */
function harmonic(n: number): number {
  if (n > 1000) return Math.log(n) + 0.577_215_664_901_532_9 + 1 / (2 * n) - 1 / (12 * n * n);
  let sum = 0;
  for (let k = 1; k <= n; k += 1) sum += 1 / k;
  return sum;
}
