import { describe, expect, test } from "vitest";
import { wilson } from "../wilson.js";
import { type Clusters, clusterRatio } from "./cluster-ratio.js";
import { student95 } from "./student.js";

test("ratio, design effect and interval of a small example, worked by hand", () => {
  const result = clusterRatio({ part: [2, 2, 8], whole: [20, 10, 30] });
  expect(result?.ratio).toBeCloseTo(12 / 60, 12);
  // Left out one after the other, the ratio is 10/40, 10/50 and 4/30: it changes by 1/20, 0 and -1/15.
  const variance = (2 / 3) * ((1 / 20) ** 2 + (1 / 15) ** 2);
  const designEffect = variance / ((0.2 * 0.8) / 60);
  expect(result?.designEffect).toBeCloseTo(designEffect, 12);
  // 60 x 60 / (400 + 100 + 900) = 2.57 groups of one size: 3 - 1 degrees of freedom.
  const [low, high] = wilson((0.2 * 60) / designEffect, 60 / designEffect, 4.302652729749464) ?? [0, 0];
  expect(result?.interval?.[0]).toBeCloseTo(low, 12);
  expect(result?.interval?.[1]).toBeCloseTo(high, 12);
  expect(result?.subjectInterval).toEqual(wilson(12, 60));
});

describe("where there is little to see", () => {
  test("of no subjects there is no ratio", () => {
    expect(clusterRatio({ part: [], whole: [] })).toBeNull();
    expect(clusterRatio({ part: [0, 0], whole: [0, 0] })).toBeNull();
  });

  test("of one organization there is no interval over organizations", () => {
    expect(clusterRatio({ part: [3, 0], whole: [10, 0] })).toMatchObject({
      ratio: 0.3,
      interval: null,
      designEffect: null,
    });
  });

  test("where nobody fails, or everybody, an organization counts as one observation", () => {
    const whole = [50, 50, 50, 50];
    const none = clusterRatio({ part: [0, 0, 0, 0], whole });
    expect(none).toMatchObject({ ratio: 0, designEffect: null });
    expect(none?.interval).toEqual(wilson(0, 4, student95(3)));
    expect(clusterRatio({ part: whole, whole })?.interval).toEqual(wilson(4, 4, student95(3)));
  });

  test("one large organization among small ones tells no more than one", () => {
    const whole = [1000, 1, 1, 1, 1];
    const result = clusterRatio({ part: [0, 0, 0, 0, 0], whole });
    expect(result?.interval?.[1]).toBeGreaterThan(0.9);
  });

  test("organizations that are more alike than chance allows narrow nothing", () => {
    const even = clusterRatio({ part: [5, 5, 5, 5], whole: [50, 50, 50, 50] });
    expect(even?.designEffect).toBe(1);
    expect((even?.interval?.[1] ?? 0) - (even?.interval?.[0] ?? 0)).toBeGreaterThan(
      (even?.subjectInterval[1] ?? 0) - (even?.subjectInterval[0] ?? 0),
    );
  });

  test("organizations without subjects change nothing", () => {
    const one = clusterRatio({ part: [2, 2, 8], whole: [20, 10, 30] });
    expect(clusterRatio({ part: [2, 0, 2, 8, 0], whole: [20, 0, 10, 30, 0] })).toEqual(one);
  });
});

/**
 * What an interval is for: in repeated samples of organizations it holds the true proportion in about 95 of 100, also where
 * users of an organization are alike. The one that takes users for independent does not.
 */
describe("in repeated samples", () => {
  /** mulberry32: the same numbers in every run. */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  /** Each organization has a proportion of its own around the true one, and a size that has nothing to do with it. */
  function sample(random: () => number, organizations: number, truth: number): Clusters {
    const part: number[] = [];
    const whole: number[] = [];
    for (let index = 0; index < organizations; index += 1) {
      const size = 1 + Math.floor(60 * random() ** 2);
      const own = random() < 0.5 ? truth * 0.2 : truth * 1.8;
      whole.push(size);
      part.push(Array.from({ length: size }, random).filter((one) => one < own).length);
    }
    return { part, whole };
  }

  function coverage(organizations: number, truth: number): { over: number; naive: number } {
    const random = generator(organizations);
    const runs = 1000;
    const holds = (interval: readonly [number, number] | null | undefined) =>
      interval != null && interval[0] <= truth && truth <= interval[1];
    const results = Array.from({ length: runs }, () => clusterRatio(sample(random, organizations, truth)));
    return {
      over: results.filter((result) => holds(result?.interval)).length / runs,
      naive: results.filter((result) => holds(result?.subjectInterval)).length / runs,
    };
  }

  test.each([
    [10, 0.3, 0.9],
    [30, 0.1, 0.93],
    [100, 0.05, 0.93],
    [200, 0.4, 0.93],
  ])("of %i organizations, truth %f", (organizations, truth, least) => {
    const { over, naive } = coverage(organizations, truth);
    expect(over).toBeGreaterThan(least);
    expect(over).toBeLessThan(0.98);
    expect(naive).toBeLessThan(truth >= 0.3 ? 0.7 : over);
  });
});
