import { describe, expect, test } from "vitest";
import { episodesOf } from "./episodes.js";
import type { State } from "./state.js";
import { TimeToFixCounter } from "./time-to-fix.js";

const DAY = 86_400;
const TIMES = [0, 10, 30, 60].map((day) => day * DAY);
const STATES: Readonly<Record<string, State>> = { f: "fail", c: "clear", u: "unknown", "-": "not_covered" };
const statesOf = (letters: string) => [...letters].map((letter) => STATES[letter] ?? "unknown");
const days = (letters: string) =>
  episodesOf(statesOf(letters), TIMES).map(({ least, most }) => [
    least / DAY,
    most === undefined ? null : most / DAY,
  ]);

describe("episodes", () => {
  test.each<[string, (number | null)[][]]>([
    ["cccc", []],
    ["ffff", [[60, null]]],
    ["ffcc", [[10, 30]]],
    ["fccc", [[0, 10]]],
    ["cffc", [[20, 50]]],
    ["cccf", [[0, null]]],
    // Nobody saw it in between: it may have been fixed at any time since.
    ["fuuc", [[0, 60]]],
    ["f--c", [[0, 60]]],
    ["ff--", [[10, null]]],
    ["fu-f", [[60, null]]],
    // Fixed and failing again are two.
    [
      "fcfc",
      [
        [0, 10],
        [0, 30],
      ],
    ],
    [
      "fcf-",
      [
        [0, 10],
        [0, null],
      ],
    ],
  ])("%s: least and most days %j", (letters, expected) => {
    expect(days(letters)).toEqual(expected);
  });
});

describe("time to fix", () => {
  function timeToFix(...histories: readonly (readonly [string, number])[]) {
    const counter = new TimeToFixCounter();
    for (const [letters, count] of histories) {
      for (const episode of episodesOf(statesOf(letters), TIMES)) counter.add(episode, count);
    }
    return counter.result();
  }

  test("its bounds are the snapshots between which it was fixed", () => {
    expect(timeToFix(["ffcc", 10])).toEqual({
      fixed: 10,
      still_open: 0,
      median_days: [10, 30],
      p90_days: [10, 30],
    });
  });

  test("what is still open counts for as long as it was seen", () => {
    const { fixed, still_open, median_days, p90_days } = timeToFix(["fccc", 60], ["ffff", 40]);
    expect({ fixed, still_open, median_days, p90_days }).toEqual({
      fixed: 60,
      still_open: 40,
      median_days: [0, 10],
      p90_days: null,
    });
  });

  test("where most are open it is longer than anybody looked", () => {
    expect(timeToFix(["fccc", 40], ["ffff", 60]).median_days).toBeNull();
    expect(timeToFix().median_days).toBeNull();
  });
});
