import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cell, cellOf } from "../../model/cell.js";
import type { Percent } from "../../model/results/cohort.js";
import { CellColumn } from "./cell-column.js";
import { clusterRatio } from "./cluster-ratio.js";
import { cohortRate } from "./cohort-rate.js";

function column(cells: readonly Cell[]): CellColumn {
  const all = new CellColumn();
  for (const cell of cells) all.push(cell);
  return all;
}
const rate = (part: readonly Cell[], whole: readonly Cell[]) => cohortRate(column(part), column(whole));
const low = (percent: Percent | null | undefined) => (Array.isArray(percent) ? percent[0] : percent);
const high = (percent: Percent | null | undefined) => (Array.isArray(percent) ? percent[1] : percent);

test("exact counts: percentages of all together and of each, and both intervals", () => {
  const [part, whole] = [
    [2, 2, 8],
    [20, 10, 30],
  ];
  const expected = clusterRatio({ part, whole });
  expect(rate(part, whole)).toEqual({
    percent: 20,
    interval: expected?.interval?.map((end) => Math.round(10_000 * end) / 100),
    interval_of_subjects: expected?.subjectInterval.map((end) => Math.round(10_000 * end) / 100),
    design_effect: Math.round(100 * (expected?.designEffect ?? 0)) / 100,
    quartiles: { q1: 15, median: 20, q3: 23.33 },
  });
});

test("of nothing there is nothing, of one organization no interval over organizations", () => {
  expect(rate([0, 0], [0, 0])).toMatchObject({ percent: null, interval: null, quartiles: null });
  expect(rate([1, 0], [4, 0])).toMatchObject({ percent: 25, interval: null, quartiles: { median: 25 } });
});

test("suppressed counts give ranges, and none of the design effect", () => {
  expect(rate([[1, 5], 10], [20, 80])).toMatchObject({
    percent: [11, 15],
    design_effect: null,
    quartiles: { q1: [6.88, 15.63], median: [8.75, 18.75], q3: [10.63, 21.88] },
  });
  expect(rate([[0, 5], 0], [[1, 5], 5])).toMatchObject({ percent: [0, 50] });
});

/** Counts with ranges around them that say less than is true, but nothing false. */
const blurred = fc
  .record({ whole: fc.integer({ min: 0, max: 40 }), up: fc.nat(6), down: fc.nat(6), blur: fc.boolean() })
  .chain((one) => fc.record({ one: fc.constant(one), part: fc.integer({ min: 0, max: one.whole }) }))
  .map(({ one: { whole, up, down, blur }, part }) => ({
    truth: [part, whole] as const,
    part: blur ? cellOf(Math.max(0, part - down), part + up) : part,
    whole: blur ? cellOf(Math.max(0, whole - up), whole + down) : whole,
  }));

test("the range of every figure holds the figure of the true counts", () => {
  fc.assert(
    fc.property(fc.array(blurred, { minLength: 1, maxLength: 12 }), (list) => {
      const truth = rate(
        list.map((one) => one.truth[0]),
        list.map((one) => one.truth[1]),
      );
      const told = rate(
        list.map(({ part }) => part),
        list.map(({ whole }) => whole),
      );
      const pairs: [Percent | null | undefined, Percent | null | undefined][] = [
        [truth.percent, told.percent],
        [truth.quartiles?.q1, told.quartiles?.q1],
        [truth.quartiles?.median, told.quartiles?.median],
        [truth.quartiles?.q3, told.quartiles?.q3],
      ];
      for (const [exact, range] of pairs) {
        if (typeof exact !== "number") continue;
        expect([Number(low(range)) <= exact, Number(high(range)) >= exact]).toEqual([true, true]);
      }
    }),
    { numRuns: 500 },
  );
});
