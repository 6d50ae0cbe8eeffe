import fc from "fast-check";
import { expect, test } from "vitest";
import { wilson, Z95 } from "./wilson.js";

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i: as published", (part, whole, low, high) => {
  const interval = wilson(part, whole);
  expect(interval?.map((end) => Number(end.toFixed(4)))).toEqual([low, high]);
});

test("nothing of nothing has no interval, and what is no proportion is refused", () => {
  expect(wilson(0, 0)).toBeNull();
  for (const [part, whole] of [
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
    [0, Number.NaN],
  ] as const) {
    expect(() => wilson(part, whole)).toThrow(RangeError);
  }
});

const counts = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));

test("the ends solve the equation they come from: they are z standard errors away", () => {
  fc.assert(
    fc.property(counts, ([part, whole]) => {
      for (const end of wilson(part, whole) ?? []) {
        const distance = Math.abs(part / whole - end);
        expect(distance).toBeCloseTo(Z95 * Math.sqrt((end * (1 - end)) / whole), 6);
      }
    }),
  );
});

test("it holds the proportion, stays between 0 and 1, mirrors, and narrows with more subjects", () => {
  fc.assert(
    fc.property(counts, ([part, whole]) => {
      const [low, high] = wilson(part, whole) ?? [Number.NaN, Number.NaN];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(part / whole);
      expect(high).toBeGreaterThanOrEqual(part / whole);
      expect(high).toBeLessThanOrEqual(1);
      const [mirrorLow, mirrorHigh] = wilson(whole - part, whole) ?? [Number.NaN, Number.NaN];
      expect(low).toBeCloseTo(1 - mirrorHigh, 12);
      expect(high).toBeCloseTo(1 - mirrorLow, 12);
      const [moreLow, moreHigh] = wilson(part * 4, whole * 4) ?? [Number.NaN, Number.NaN];
      expect(moreHigh - moreLow).toBeLessThan(high - low);
    }),
  );
});

test("another point than the normal one widens it; effective numbers need not be whole", () => {
  const [low, high] = wilson(2.5, 10.5) ?? [0, 0];
  const [wideLow, wideHigh] = wilson(2.5, 10.5, 12.706) ?? [0, 0];
  expect([wideLow < low, wideHigh > high]).toEqual([true, true]);
});
