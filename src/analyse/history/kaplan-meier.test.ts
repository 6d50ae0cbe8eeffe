import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, endedAfter } from "./kaplan-meier.js";

const ended = (time: number, count = 1): Duration => ({ time, ended: true, count });
const open = (time: number, count = 1): Duration => ({ time, ended: false, count });

describe("the time after which a part has ended", () => {
  test("without anything open it is that of the sorted times", () => {
    const times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((time) => ended(time));
    expect(endedAfter(times, [0.5, 0.9, 1])).toEqual([5, 9, 10]);
  });

  /** The 6-MP arm of Freireich et al. (1963), the example of most textbooks: its median is 23. */
  test("the remissions of 21 patients under 6-MP", () => {
    const events = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((time) => ended(time));
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((time) => open(time));
    expect(endedAfter([...events, ...censored], [0.5, 0.9])).toEqual([23, null]);
    // S(6) = 18/21, S(7) = 0.807, S(10) = 0.753.
    expect(endedAfter([...events, ...censored], [0.14, 0.15, 0.2, 0.24])).toEqual([6, 7, 10, 10]);
  });

  test("nothing known, and nothing ended", () => {
    expect(endedAfter([], [0.5])).toEqual([null]);
    expect(endedAfter([open(30, 100)], [0.5])).toEqual([null]);
  });

  test("what is open longer makes it later, what is open shorter counts less", () => {
    expect(endedAfter([ended(10, 5), open(5, 5)], [0.5])).toEqual([10]);
    expect(endedAfter([ended(10, 4), open(20, 5)], [0.5])).toEqual([null]);
  });

  test("counts are the same as so many single ones, in any order", () => {
    const one = fc.record({
      time: fc.integer({ min: 0, max: 50 }),
      ended: fc.boolean(),
      count: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (durations) => {
        const single = durations.flatMap(({ count, ...rest }) => Array(count).fill({ ...rest, count: 1 }));
        const parts = [0.25, 0.5, 0.9];
        expect(endedAfter(single.reverse() as Duration[], parts)).toEqual(endedAfter(durations, parts));
      }),
    );
  });
});
