import fc from "fast-check";
import { expect, test } from "vitest";
import { quantiles } from "./quantiles.js";

const QUARTILES = [0.25, 0.5, 0.75];

// R: quantile(c(15, 20, 35, 40, 50), c(.25, .5, .75)) and quantile(c(1, 2, 3, 4), ...).
test.each([
  [
    [35, 15, 50, 20, 40],
    [20, 35, 40],
  ],
  [
    [4, 3, 2, 1],
    [1.75, 2.5, 3.25],
  ],
  [[7], [7, 7, 7]],
  [[], []],
])("of %j", (numbers, expected) => {
  expect(quantiles(numbers, QUARTILES)).toEqual(expected);
});

test("numbers are sorted as numbers, and the argument stays as it was", () => {
  const numbers = [100, 9, 20];
  expect(quantiles(numbers, [0, 0.5, 1])).toEqual([9, 20, 100]);
  expect(numbers).toEqual([100, 9, 20]);
});

test("larger numbers have no smaller quantiles: bounds of the numbers bound them", () => {
  const pairs = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(pairs, (list) => {
      const less = quantiles(
        list.map(([a, b]) => Math.min(a, b)),
        QUARTILES,
      );
      const more = quantiles(
        list.map(([a, b]) => Math.max(a, b)),
        QUARTILES,
      );
      expect(less.filter((one, index) => one > (more[index] ?? 0))).toEqual([]);
    }),
  );
});
