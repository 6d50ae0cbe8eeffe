import fc from "fast-check";
import { expect, test } from "vitest";
import { hundredths, percentInterval } from "./percent-interval.js";

/** R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Stat. Med. 17 (1998) 857-872, table I. */
test.each([
  [81, 263, [25.53, 36.62]],
  [15, 148, [6.24, 16.05]],
  [0, 20, [0, 16.11]],
  [1, 29, [0.61, 17.18]],
])("Newcombe's %i of %i", (part, whole, interval) => {
  expect(percentInterval(part, whole)).toEqual(interval);
});

test("of nothing there is none, nor of a part larger than its whole", () => {
  expect([percentInterval(0, 0), percentInterval(1, 0), percentInterval(3, 2)]).toEqual([null, null, null]);
});

test("it holds the percentage, stays within 0 to 100, and mirrors", () => {
  const counts = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((whole) => fc.record({ whole: fc.constant(whole), part: fc.integer({ min: 0, max: whole }) }));
  fc.assert(
    fc.property(counts, ({ part, whole }) => {
      const [low, high] = percentInterval(part, whole) ?? [-1, -1];
      const percent = hundredths(part / whole);
      expect([0 <= low, low <= percent, percent <= high, high <= 100]).toEqual([true, true, true, true]);
      const [mirroredLow] = percentInterval(whole - part, whole) ?? [-1];
      expect(mirroredLow).toBeCloseTo(100 - high, 1);
    }),
  );
});
