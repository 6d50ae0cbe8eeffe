/** The 97.5 % point of the normal distribution: what lies within it on both sides is 95 %. */
export const Z95 = 1.959963984540054;

/**
 * The 95 % score interval of a proportion: lower and upper end, both from 0 to 1; null of nothing.
 * `part` and `whole` are counts of independent subjects, or effective numbers of them, which need not be whole;
 * `z` is another point than that of the normal distribution, such as Student's for few observations.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.
 * Throws a `RangeError` unless 0 <= part <= whole.
 */
export function wilson(part: number, whole: number, z = Z95): readonly [number, number] | null {
  if (!(part >= 0 && part <= whole)) throw new RangeError(`${part} of ${whole} is no proportion`);
  if (whole === 0) return null;
  const square = z * z;
  const centre = part + square / 2;
  const spread = z * Math.sqrt((part * (whole - part)) / whole + square / 4);
  // At the ends the bound is exact; computed it would miss by a rounding error.
  return [
    part === 0 ? 0 : (centre - spread) / (whole + square),
    part === whole ? 1 : (centre + spread) / (whole + square),
  ];
}
