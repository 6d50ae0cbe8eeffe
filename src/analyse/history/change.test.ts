import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Change, changeAt, changeBetween } from "./change.js";
import { isFailing, type State } from "./state.js";

const STATES: readonly State[] = ["fail", "assumed", "unknown", "clear", "not_covered"];
/** f fail, a assumed to, c clear, u unknown, - not covered. */
const statesOf = (letters: string): State[] =>
  [...letters].map((letter) => STATES.find((state) => state.startsWith(letter)) ?? "not_covered");

describe("from the first to the last of these snapshots it is", () => {
  test.each<[string, Change | undefined]>([
    ["cf", "new"],
    ["ff", "persisting"],
    ["fc", "fixed"],
    ["fu", "became_unknown"],
    ["uf", "became_known"],
    ["f-", "not_compared"],
    ["-f", "not_compared"],
    ["cc", undefined],
    ["cu", undefined],
    ["uc", undefined],
    ["uu", undefined],
    ["u-", undefined],
    ["-u", undefined],
    ["-c", undefined],
    ["c-", undefined],
    ["--", undefined],
    // What happened in between is the trend's to tell.
    ["fcf", "persisting"],
    ["fucf", "persisting"],
    ["ccf", "new"],
    ["cuf", "new"],
    ["c-f", "new"],
    ["ucf", "new"],
    ["fuf", "persisting"],
    ["f-f", "persisting"],
    ["f-c", "fixed"],
    ["fuc", "fixed"],
    ["-cf", "not_compared"],
    // What is assumed comes and goes with evidence.
    ["ca", "evidence_changed"],
    ["ac", "evidence_changed"],
    ["ua", "evidence_changed"],
    ["au", "evidence_changed"],
    ["uca", "evidence_changed"],
    ["fca", "persisting"],
    ["fa", "persisting"],
    ["af", "persisting"],
    ["aa", "persisting"],
    ["acf", "persisting"],
    ["a-", "not_compared"],
    ["-a", "not_compared"],
    ["caf", "new"],
    ["uaf", "became_known"],
    ["fac", "fixed"],
  ])("%s: %s", (letters, change) => {
    const states = statesOf(letters);
    expect(changeBetween(states, 0, states.length - 1)).toBe(change);
  });

  test("what failed before both of them and was clear since is reopened", () => {
    expect(changeBetween(statesOf("fcf"), 1, 2)).toBe("reopened");
    expect(changeBetween(statesOf("f-cf"), 2, 3)).toBe("reopened");
    expect(changeBetween(statesOf("acf"), 1, 2)).toBe("reopened");
    expect(changeBetween(statesOf("ucf"), 1, 2)).toBe("new");
    expect(changeBetween(statesOf("-cf"), 1, 2)).toBe("new");
  });
});

describe("what a snapshot brought, compared with what was last known", () => {
  test.each<[string, Change | undefined]>([
    ["f", "became_known"],
    ["c", undefined],
    ["uf", "became_known"],
    ["-f", "became_known"],
    ["fuc", "fixed"],
    ["f-c", "fixed"],
    ["f-f", "persisting"],
    ["fuf", "persisting"],
    ["c-f", "new"],
    ["fcuf", "reopened"],
    ["fuu", "became_unknown"],
    ["a", undefined],
    ["af", "became_known"],
    ["ac", undefined],
    ["caf", "new"],
    ["cac", undefined],
    ["fac", "fixed"],
    ["faf", "persisting"],
  ])("%s: %s", (letters, change) => {
    expect(changeAt(statesOf(letters), letters.length - 1)).toBe(change);
  });
});

const histories = fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 12 });
const many = fc.array(fc.array(fc.constantFrom(...STATES), { minLength: 6, maxLength: 6 }), {
  maxLength: 60,
});

describe("for any histories", () => {
  test("the changes are parts of all that fails in one or the other, and add up to both counts", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 5 }), (all, a, b) => {
        const [before, after] = a < b ? [a, b] : [b - 1, a + 1];
        const count = (wanted: (states: State[], change: Change | undefined) => boolean) =>
          all.filter((states) => wanted(states, changeBetween(states, before, after))).length;
        const is = (...names: Change[]) =>
          count((_, change) => change !== undefined && names.includes(change));
        const union = count((states) => isFailing(states[before]) || isFailing(states[after]));
        expect(count((_, change) => change !== undefined)).toBe(union);
        const both: (Change | undefined)[] = ["not_compared", "evidence_changed"];
        const left = count((states, change) => both.includes(change) && isFailing(states[before]));
        const came = is("not_compared", "evidence_changed") - left;
        const failing = (place: number) => count((states) => isFailing(states[place]));
        expect(failing(after)).toBe(
          failing(before) +
            is("new", "reopened", "became_known") +
            came -
            is("fixed", "became_unknown") -
            left,
        );
      }),
    );
  });

  test("step by step, what comes and goes makes what is open", () => {
    fc.assert(
      fc.property(histories, (states) => {
        let open = 0;
        states.forEach((state, place) => {
          const change = changeAt(states, place);
          if (change === "new" || change === "reopened" || change === "became_known") open += 1;
          if (change === "fixed") open -= 1;
          if (state === "fail") expect(open).toBe(1);
          if (state === "clear") expect(open).toBe(0);
        });
      }),
    );
  });

  test("what is assumed is never new, reopened or fixed, whatever came before", () => {
    fc.assert(
      fc.property(histories, (states) => {
        const after = states.length - 1;
        for (let before = 0; before < after; before += 1) {
          if (states[before] !== "assumed" && states[after] !== "assumed") continue;
          expect(["persisting", "evidence_changed", "not_compared", undefined]).toContain(
            changeBetween(states, before, after),
          );
        }
      }),
    );
  });

  test("nothing is new, reopened or fixed next to what nobody knows", () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), fc.constantFrom(...STATES), (was, is) => {
        const change = changeBetween([was, is], 0, 1);
        if (["unknown", "not_covered"].some((state) => state === was || state === is)) {
          expect(["became_known", "became_unknown", "evidence_changed", "not_compared", undefined]).toContain(
            change,
          );
        }
      }),
    );
  });
});
