import { logChoose } from "./log-factorial.js";

/** A 2 x 2 table by its margins: `failing` of `all` subjects fail; `carriers` carry a trait, `both` of them fail. */
export interface Table2x2 {
  readonly all: number;
  readonly failing: number;
  readonly carriers: number;
  readonly both: number;
}

/** Terms below this part of the sum change no digit of it. */
const NEGLIGIBLE = 1e-18;

/**
 * Natural logarithm of the one-sided p-value of Fisher's exact test: the probability that at least `both` carriers fail
 * when who fails is drawn at random (the upper tail of the hypergeometric distribution). In log space, so that it
 * neither overflows nor vanishes: each term follows from the one before it, the largest one is divided out.
 * R. A. Fisher, Statistical Methods for Research Workers (5th ed., 1934), section 21.02.
 */
export function logUpperTail({ all, failing, carriers, both }: Table2x2): number {
  const lowest = Math.max(0, carriers + failing - all);
  const highest = Math.min(carriers, failing);
  if (both <= lowest) return 0;
  if (both > highest) return Number.NEGATIVE_INFINITY;
  const rest = all - carriers - failing;
  const first =
    logChoose(failing, both) + logChoose(all - failing, carriers - both) - logChoose(all, carriers);
  // Terms rise up to the mode, then fall: sum / first stays a plain number unless `both` lies far below the mode,
  // where the sum is scaled down whenever it grows large.
  let [sum, term, scale] = [1, 1, 0];
  for (let k = both; k < highest; k += 1) {
    term *= ((failing - k) * (carriers - k)) / ((k + 1) * (rest + k + 1));
    sum += term;
    if (sum > 1e200) {
      [sum, term, scale] = [sum * 1e-200, term * 1e-200, scale + 200 * Math.LN10];
    }
    if (term < sum * NEGLIGIBLE) break;
  }
  return Math.min(0, first + Math.log(sum) + scale);
}
