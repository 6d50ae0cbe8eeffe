import { Z95 } from "../wilson.js";

/**
 * The 97.5 % point of Student's distribution with so many degrees of freedom: exact for 1 and 2, else within 0.2 %.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5: the series by powers of 1 / freedom.
 */
export function student95(freedom: number): number {
  if (freedom <= 1) return 12.706204736174694;
  if (freedom === 2) return 4.302652729749464;
  const z = Z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z);
}
