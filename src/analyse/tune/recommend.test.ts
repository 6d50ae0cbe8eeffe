import { describe, expect, test } from "vitest";
import type { Dropped, TriedCount } from "../../model/results/tuning.js";
import { recommend } from "./recommend.js";

function drops(subjects: number, safe: Dropped["safe"]): Dropped {
  return { subjects, kinds: {}, groups: [], safe, why: "because" };
}

function tried(days: number, fail: number, more: Partial<TriedCount> = {}): TriedCount {
  return {
    settings: { days },
    current: false,
    standards: [],
    fail,
    pass: 1000 - fail,
    unknown: 0,
    not_applicable: 0,
    drops: drops(0, null),
    adds: 0,
    looser_than: [],
    ...more,
  };
}

const looser = (standard: string, subjects: number, safe: Dropped["safe"] = "no") => ({
  standard,
  subjects,
  safe,
});

describe("recommend", () => {
  test("nothing where there is nothing to set", () => {
    expect(recommend([tried(1, 10, { settings: {}, current: true })])).toBeNull();
  });

  test("what is set, where it is a standard and others drop those whom it is not safe to drop", () => {
    const found = recommend([
      tried(90, 300, { current: true, standards: ["A", "B"] }),
      tried(180, 100, { drops: drops(200, "no"), looser_than: [looser("A", 200), looser("B", 200)] }),
    ]);
    expect(found).toMatchObject({ settings: { days: 90 }, changes: false });
    expect(found?.reason).toBe(
      "it is what A and B ask for; no setting that drops users drops only those whom it is safe to drop",
    );
  });

  test("the mildest standard, where what is set is looser than all", () => {
    const found = recommend([
      tried(45, 500, { standards: ["strict"], adds: 400 }),
      tried(90, 300, { standards: ["mild"], adds: 200, looser_than: [looser("strict", 200)] }),
      tried(365, 100, { current: true, looser_than: [looser("strict", 400), looser("mild", 200)] }),
    ]);
    expect(found).toMatchObject({ settings: { days: 90 }, changes: true });
    expect(found?.reason).toContain("looser than every standard: 200 more subjects fail by mild");
    expect(found?.reason).toContain("looser than strict, by which 200 more subjects fail");
  });

  test("a stricter standard, where it costs hardly more", () => {
    const at = (adds: number) =>
      recommend([
        tried(45, 300 + adds, { standards: ["strict"], adds }),
        tried(90, 300, { current: true, standards: ["mild"], looser_than: [looser("strict", adds)] }),
      ]);
    expect(at(15)).toMatchObject({ settings: { days: 45 }, changes: true });
    expect(at(1)?.reason).toBe("it is what strict asks for, and only 1 more subject fails");
    expect(at(16)).toMatchObject({ settings: { days: 90 }, changes: false });
    expect(at(16)?.reason).toContain("looser than strict, by which 16 more subjects fail");
  });

  describe("a stricter standard that adds nobody is free", () => {
    const all = (current: number) =>
      [30, 45, 90].map((days) => tried(days, 300, { current: days === current, standards: [`S${days}`] }));

    test("the strictest of them is recommended, and says what it costs", () => {
      const found = recommend(all(90), "days");
      expect(found).toMatchObject({ settings: { days: 30 }, changes: true });
      expect(found?.reason).toBe("it is what S30 asks for, and nobody more fails");
      expect(recommend(all(90).toReversed(), "days")).toEqual(found);
    });

    test("and then left: no looser standard is, although it adds and drops nobody either", () => {
      expect(recommend(all(30), "days")).toMatchObject({ settings: { days: 30 }, changes: false });
    });

    test("only where less is known to be stricter, and where anybody is judged", () => {
      expect(recommend(all(90))).toMatchObject({ settings: { days: 90 }, changes: false });
      const nobody = all(90).map((one) => ({ ...one, fail: 0, pass: 0 }));
      expect(recommend(nobody, "days")).toMatchObject({ settings: { days: 90 }, changes: false });
    });

    test("not where another setting differs, too", () => {
      const found = recommend(
        [
          tried(45, 300, { standards: ["S"], settings: { days: 45, other: true } }),
          tried(90, 300, { current: true, settings: { days: 90, other: false } }),
        ],
        "days",
      );
      expect(found).toMatchObject({ settings: { days: 90 }, changes: false });
    });
  });

  test("an option that lets go only of those of whom it is safe, and says what it is looser than", () => {
    const all = [
      tried(0, 100, { current: true, standards: ["A"] }),
      tried(7, 95, { drops: drops(5, "yes"), looser_than: [looser("A", 5, "yes")] }),
      tried(30, 80, { drops: drops(20, "yes"), looser_than: [looser("A", 20, "yes")] }),
      tried(90, 50, { drops: drops(50, "no"), looser_than: [looser("A", 50)] }),
    ];
    const found = recommend(all);
    expect(found).toMatchObject({ settings: { days: 30 }, changes: true });
    expect(found?.reason).toBe(
      "it drops 20 subjects, which is safe (because); looser than A, by which 20 more subjects fail",
    );
  });

  test("and then leaves it: what was recommended is not taken back", () => {
    const found = recommend([
      tried(0, 100, { standards: ["A"], adds: 2 }),
      tried(30, 98, { current: true, looser_than: [looser("A", 2, "yes")] }),
    ]);
    expect(found).toMatchObject({ settings: { days: 30 }, changes: false });
    expect(found?.reason).toContain("looser than A, by which 2 more subjects fail");
  });

  test("never a looser setting of which nothing is known", () => {
    const found = recommend([tried(7, 34, { current: true }), tried(1, 3, { drops: drops(31, "decide") })]);
    expect(found).toMatchObject({ settings: { days: 7 }, changes: false });
  });

  test("where most fail, it says with whom to begin", () => {
    const found = recommend([
      tried(90, 900, { current: true }),
      tried(365, 400, { drops: drops(500, "no") }),
      tried(730, 120, { drops: drops(780, "no") }),
      tried(9999, 0, { drops: drops(900, "no") }),
    ]);
    expect(found?.reason).toContain("begin with the 120 who fail with days 730, too");
    expect(recommend([tried(90, 100, { current: true })])?.reason).toBe("nothing speaks for another");
  });
});
