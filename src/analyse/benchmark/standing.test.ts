import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareInterval, standing } from "./standing.js";

const published = (percent: number, lowerBound = false) => ({ percent, lowerBound });

describe("the interval of our figure", () => {
  test("is Wilson's where all is known", () => {
    const [low, high] = shareInterval({ fail: 10, unknown: 0, of: 100 }) ?? [];
    expect(low).toBeCloseTo(5.52, 2);
    expect(high).toBeCloseTo(17.44, 2);
  });

  test("reaches from all that is unknown passing to all of it failing", () => {
    const none = shareInterval({ fail: 10, unknown: 0, of: 100 });
    const all = shareInterval({ fail: 40, unknown: 0, of: 100 });
    expect(shareInterval({ fail: 10, unknown: 30, of: 100 })).toEqual([none?.[0], all?.[1]]);
  });

  test("of nothing there is none", () => {
    expect(shareInterval({ fail: 0, unknown: 0, of: 0 })).toBeNull();
  });
});

describe("where we stand", () => {
  test.each([
    [100, 0, 1000, 50, "lower"],
    [100, 0, 1000, 10, "alike"],
    [100, 0, 1000, 11, "alike"],
    [100, 0, 1000, 5, "higher"],
    [0, 0, 0, 5, "open"],
    // 10 % to 60 %: anything between may be.
    [100, 500, 1000, 30, "open"],
    [100, 500, 1000, 70, "lower"],
    [100, 500, 1000, 5, "higher"],
    [100, 1, 1000, 10, "alike"],
  ] as const)("%i fail, %i unknown of %i beside %d %%: %s", (fail, unknown, of, percent, expected) => {
    expect(standing({ fail, unknown, of }, published(percent))).toBe(expected);
  });

  test("beside a lower bound only less is certain", () => {
    expect(standing({ fail: 10, unknown: 0, of: 1000 }, published(5, true))).toBe("lower");
    expect(standing({ fail: 100, unknown: 0, of: 1000 }, published(5, true))).toBe("open");
    expect(standing({ fail: 50, unknown: 0, of: 1000 }, published(5, true))).toBe("open");
  });

  test("what is said holds however the unknown ones turn out", () => {
    const counts = fc
      .tuple(fc.nat(200), fc.nat(200), fc.nat(200))
      .map(([fail, unknown, pass]) => ({ fail, unknown, of: fail + unknown + pass }));
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 100, noNaN: true }), fc.nat(), (known, percent, turn) => {
        const said = standing(known, published(percent));
        const failing = known.fail + (turn % (known.unknown + 1));
        const truth = standing({ fail: failing, unknown: 0, of: known.of }, published(percent));
        if (said !== "open") expect(truth).toBe(said);
      }),
    );
  });
});
