import fc from "fast-check";
import { expect, test } from "vitest";
import { spread, sum } from "./spread.js";

test("divides by weight, exactly", () => {
  expect(spread(10, [{ weight: 1 }, { weight: 4 }])).toEqual([2, 8]);
  expect(spread(10, [{ weight: 1 }, { weight: 1 }, { weight: 1 }])).toEqual([4, 3, 3]);
});

test("keeps to what each gets at least and at most", () => {
  expect(spread(10, [{ weight: 1, least: 5 }, { weight: 100, most: 2 }, { weight: 1 }])).toEqual([7, 2, 1]);
  expect(spread(3, [{ weight: 0, least: 1 }, { weight: 1 }])).toEqual([1, 2]);
});

test("what does not fit is an error", () => {
  expect(() => spread(3, [{ weight: 1, most: 2 }])).toThrow("do not fit");
  expect(() => spread(3, [{ weight: 0 }])).toThrow("do not fit");
  expect(() => spread(1, [{ weight: 1, least: 2 }])).toThrow("do not fit");
});

test("the sum is right, and every limit kept, whatever the weights", () => {
  const share = fc.record({
    weight: fc.double({ min: 0.001, max: 1000, noNaN: true }),
    least: fc.nat(5),
    more: fc.nat(50),
  });
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 30 }), fc.nat(1000), (all, draw) => {
      const shares = all.map(({ weight, least, more }) => ({ weight, least, most: least + more }));
      const [least, most] = [sum(shares.map((one) => one.least)), sum(shares.map((one) => one.most))];
      const total = least + (draw % (most - least + 1));
      const counts = spread(total, shares);
      expect(sum(counts)).toBe(total);
      for (const [index, one] of shares.entries()) {
        expect(counts[index]).toBeGreaterThanOrEqual(one.least);
        expect(counts[index]).toBeLessThanOrEqual(one.most);
      }
    }),
  );
});
