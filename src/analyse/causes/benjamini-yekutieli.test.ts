import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adjustedLogP, logCritical } from "./benjamini-yekutieli.js";

/** The definition, for all hypotheses: the least over all worse ones of m x c(m) x p / rank. */
function byDefinition(p: readonly number[]): number[] {
  const factor = p.length * p.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const sorted = [...p].sort((a, b) => a - b);
  return p.map((one) => {
    const rank = sorted.lastIndexOf(one);
    return Math.min(1, ...sorted.slice(rank).map((other, index) => (factor * other) / (rank + index + 1)));
  });
}

describe("adjustedLogP", () => {
  test("is the definition", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (p) => {
          const got = adjustedLogP(p.map(Math.log), p.length).map(Math.exp);
          for (const [index, expected] of byDefinition(p).entries())
            expect(got[index]).toBeCloseTo(expected, 9);
        },
      ),
    );
  });

  test("the 15 p-values of Benjamini and Hochberg's example (1995): three are rejected at 5 %", () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const rejected = adjustedLogP(p.map(Math.log), 15).filter((log) => Math.exp(log) <= 0.05);
    expect(rejected).toHaveLength(3);
  });

  test("hypotheses whose p-value is not given count as if it were 1", () => {
    const p = [1e-9, 1e-5, 0.01];
    const all = [...p, ...Array.from({ length: 4997 }, () => 1)];
    const short = adjustedLogP(p.map(Math.log), 5000);
    const long = adjustedLogP(all.map(Math.log), 5000);
    for (const [index, log] of short.entries()) expect(log).toBeCloseTo(long[index] ?? 0, 9);
  });

  test("keeps the order, and no value is above 1", () => {
    const adjusted = adjustedLogP([-20, -30, -0.1, -25], 100);
    expect(adjusted.map((_, index) => index).sort((a, b) => (adjusted[a] ?? 0) - (adjusted[b] ?? 0))).toEqual(
      [1, 3, 0, 2],
    );
    expect(Math.max(...adjusted)).toBeLessThanOrEqual(0);
  });
});

describe("logCritical", () => {
  test("what is as small or smaller is rejected, what is larger is not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (p) => {
          const alpha = 0.05;
          const rejected = adjustedLogP(p.map(Math.log), p.length).map((log) => log <= Math.log(alpha));
          const critical = logCritical(rejected.filter(Boolean).length, { tested: p.length, alpha });
          expect(p.map((one) => Math.log(one) <= critical)).toEqual(rejected);
        },
      ),
    );
  });

  test("one that stands alone does not raise the bar for the next: it is alpha by the hypotheses and their harmonic sum", () => {
    expect(Math.exp(logCritical(1, { tested: 4, alpha: 0.05 }))).toBeCloseTo(
      0.05 / 4 / (1 + 1 / 2 + 1 / 3 + 1 / 4),
      9,
    );
    expect(logCritical(0, { tested: 4, alpha: 0.05 })).toBe(Number.NEGATIVE_INFINITY);
  });
});
