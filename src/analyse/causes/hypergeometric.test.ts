import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logUpperTail, type Table2x2 } from "./hypergeometric.js";

/** The tail by whole numbers: how many of all ways to draw have at least `both` failing carriers. */
function exactTail({ all, failing, carriers, both }: Table2x2): number {
  let hits = 0n;
  for (let k = both; k <= Math.min(carriers, failing); k += 1) {
    hits += choose(failing, k) * choose(all - failing, carriers - k);
  }
  const scale = 10n ** 30n;
  return Number((hits * scale) / choose(all, carriers)) / 1e30;
}

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let i = 1; i <= k; i += 1) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

describe("logUpperTail", () => {
  test("Fisher's tea: all four cups of eight told right happens once in seventy times", () => {
    expect(Math.exp(logUpperTail({ all: 8, failing: 4, carriers: 4, both: 4 }))).toBeCloseTo(1 / 70, 12);
    expect(Math.exp(logUpperTail({ all: 8, failing: 4, carriers: 4, both: 3 }))).toBeCloseTo(17 / 70, 12);
  });

  test("is what counting all ways says", () => {
    const tables = fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(60), fc.nat(60))
      .map(([all, a, b, c]) => ({
        all,
        failing: a % (all + 1),
        carriers: b % (all + 1),
        both: c % (all + 1),
      }));
    fc.assert(
      fc.property(tables, (one) => {
        const exact = exactTail(one);
        const got = Math.exp(logUpperTail(one));
        expect(Math.abs(got - exact)).toBeLessThan(1e-10 + 1e-9 * exact);
      }),
      { numRuns: 500 },
    );
  });

  test("falls as more carriers fail", () => {
    const at = (both: number) => logUpperTail({ all: 10_000, failing: 900, carriers: 400, both });
    for (let both = 1; both < 400; both += 1) expect(at(both + 1)).toBeLessThanOrEqual(at(both) + 1e-9);
  });

  test("neither overflows nor vanishes where the probability is no number any more", () => {
    const log = logUpperTail({ all: 1_000_000, failing: 100_000, carriers: 100_000, both: 100_000 });
    expect(log).toBeLessThan(-300_000);
    expect(Number.isFinite(log)).toBe(true);
    expect(logUpperTail({ all: 1_000_000, failing: 500_000, carriers: 500_000, both: 1 })).toBe(0);
  });

  test("more than there can be never happens, no more than there must be always does", () => {
    expect(logUpperTail({ all: 10, failing: 3, carriers: 5, both: 4 })).toBe(Number.NEGATIVE_INFINITY);
    expect(logUpperTail({ all: 10, failing: 8, carriers: 5, both: 3 })).toBe(0);
  });
});
