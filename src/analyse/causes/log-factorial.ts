/** log n! of small n by summing; beyond, Stirling's series is exact to the last digits. */
const SMALL = 256;
const TABLE = Array.from({ length: SMALL }, () => 0);
for (let n = 2; n < SMALL; n += 1) TABLE[n] = (TABLE[n - 1] ?? 0) + Math.log(n);

/** Natural logarithm of n factorial, for whole n >= 0. Stirling's series: https://dlmf.nist.gov/5.11.E1 */
export function logFactorial(n: number): number {
  const known = TABLE[n];
  if (known !== undefined) return known;
  const inverse = 1 / n;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260));
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

/** Natural logarithm of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
