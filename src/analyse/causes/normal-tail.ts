const SERIES_BELOW = 4;
const TERMS = 60;

/**
 * Natural logarithm of the upper tail of the standard normal distribution. Near the middle by the series of the
 * distribution function (G. Marsaglia, Evaluating the Normal Distribution, 2004), far out by Laplace's continued
 * fraction for Mills' ratio, where the series would lose all digits.
 */
export function logNormalTail(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  if (z < -SERIES_BELOW) return Math.log1p(-Math.exp(logNormalTail(-z)));
  const logDensity = -0.5 * (z * z + Math.log(2 * Math.PI));
  if (z < SERIES_BELOW) return Math.log(0.5 - Math.exp(logDensity) * seriesSum(z));
  let fraction = z;
  for (let k = TERMS; k >= 1; k -= 1) fraction = z + k / fraction;
  return logDensity - Math.log(fraction);
}

/** z + z^3/3 + z^5/(3 x 5) + ...: times the density it is the distribution function less a half. */
function seriesSum(z: number): number {
  let [sum, term] = [z, z];
  for (let k = 3; k <= 2 * TERMS + 1; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}
