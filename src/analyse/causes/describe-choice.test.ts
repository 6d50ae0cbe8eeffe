import { describe, expect, test } from "vitest";
import type { Choice } from "./choose.js";
import { describeChoice } from "./describe-choice.js";
import type { Candidate } from "./screen.js";

const value = (name: string, logAdjusted: number): Candidate => {
  return {
    control: 0,
    kind: "tag",
    value: name,
    carriers: 50,
    failing: 40,
    logP: logAdjusted - 5,
    logAdjusted,
  };
};

function choice(all: Choice["all"], values = [value("a", -20)]): Choice {
  return { kind: "tag", values, alike: [], all, beyond: all };
}

const places = {
  accounts: 3,
  top: [{ account_id: "1", fail: 20 }],
  spread: { failing: 0, expected: 0, variance: 0, score: 0, squares: 0 },
};
const describeIn = (
  all: Choice["all"],
  population: { failing: number; judged: number; unknown: number },
  values?: Candidate[],
) => describeChoice(choice(all, values), { population, logThreshold: Math.log(1e-6), places, bursts: null });

describe("describeChoice", () => {
  test("counts of carriers and of the others, part, and lift", () => {
    const cause = describeIn(
      { carriers: 50, failing: 40, unknown: 0 },
      { failing: 60, judged: 250, unknown: 0 },
    );
    expect(cause).toMatchObject({
      fail: 40,
      carriers: 50,
      rest_fail: 20,
      rest: 200,
      percent_of_failing: 66.67,
      lift: 8,
      accounts: 3,
    });
  });

  test("where none of the others fails there is no lift", () => {
    const cause = describeIn(
      { carriers: 50, failing: 40, unknown: 0 },
      { failing: 40, judged: 250, unknown: 0 },
    );
    expect([cause.lift, cause.rest_fail]).toEqual([null, 0]);
  });

  test("of several values the least sure one counts; what is too small for a number has a logarithm", () => {
    const values = [value("a", -5000), value("b", -2000)];
    const cause = describeIn(
      { carriers: 50, failing: 40, unknown: 0 },
      { failing: 60, judged: 250, unknown: 0 },
      values,
    );
    expect(cause).toMatchObject({ values: ["a", "b"], p_adjusted: 0, log10_p_adjusted: -868.59 });
    const sure = describeIn(
      { carriers: 50, failing: 40, unknown: 0 },
      { failing: 60, judged: 250, unknown: 0 },
    );
    expect(sure.p_adjusted).toBeCloseTo(Math.exp(-20), 11);
  });

  test("whether it holds in the worst case: unknown carriers pass, other unknown ones fail", () => {
    const holds = (unknownCarriers: number, unknown: number) =>
      describeIn(
        { carriers: 50, failing: 40, unknown: unknownCarriers },
        { failing: 60, judged: 250, unknown },
      ).holds_whatever_is_unknown;
    expect(holds(0, 0)).toBe(true);
    expect(holds(5, 10)).toBe(true);
    expect(holds(300, 300)).toBe(false);
    expect(holds(0, 300)).toBe(false);
  });
});
