import { expect, test } from "vitest";
import { logNormalTail } from "./normal-tail.js";

/** Abramowitz and Stegun, Handbook of Mathematical Functions, tables 26.1 and 26.2. */
const KNOWN: readonly [number, number][] = [
  [0, 0.5],
  [1, 0.158_655_253_931_457],
  [1.96, 0.024_997_895_148_22],
  [3, 0.001_349_898_031_630_1],
  [4, 3.167_124_183_311_99e-5],
  [6, 9.865_876_450_377e-10],
];

test.each(KNOWN)("above %d standard deviations lies %d", (z, tail) => {
  expect(logNormalTail(z)).toBeCloseTo(Math.log(tail), 8);
  expect(Math.exp(logNormalTail(-z))).toBeCloseTo(1 - tail, 12);
});

test("has no seam where the two ways of reckoning meet, and goes on far out", () => {
  expect(logNormalTail(4 - 1e-9)).toBeCloseTo(logNormalTail(4 + 1e-9), 6);
  // table 26.2: -log10 Q(40) = 349.43701
  expect(logNormalTail(40) / -Math.LN10).toBeCloseTo(349.43701, 4);
  for (let z = -10; z < 40; z += 0.25) expect(logNormalTail(z + 0.25)).toBeLessThanOrEqual(logNormalTail(z));
});
