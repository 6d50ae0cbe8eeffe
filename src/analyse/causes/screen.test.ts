import { describe, expect, test } from "vitest";
import type { Control } from "../../assess/control.js";
import { loadControls } from "../../assess/load.js";
import { iamUsers } from "../../entities/iam-user.js";
import type { TraitKind } from "../../model/trait-kinds.js";
import type { TraitCount } from "./count-traits.js";
import { LIMITS } from "./limits.js";
import { liftOf, screen } from "./screen.js";
import type { SubjectTable } from "./subject-table.js";
import { workTables } from "./work-tables.js";

const controls = await loadControls();

function control(id: string): Control {
  const found = controls.find(({ declaration }) => declaration.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const count = (kind: TraitKind, value: string, failing: number, carriers: number): TraitCount => {
  return { kind, value, failing: [failing], carriers: [carriers] };
};

/** Screens counts of one control among 10,000 users of whom 1,000 fail. */
function screened(counts: readonly TraitCount[], { id = "user-mfa-device", more = 0 } = {}) {
  const table: SubjectTable = {
    entity: iamUsers,
    names: workTables("iam_user"),
    controls: [control(id)],
    subjects: 10_000,
    counters: [],
  };
  const values = new Map<TraitKind, number>();
  for (const { kind } of counts) values.set(kind, (values.get(kind) ?? 0) + 1);
  values.set("tag", (values.get("tag") ?? 0) + more);
  const populations = [{ judged: 10_000, failing: 1000, unknown: 0 }];
  const { tested, candidates, logThreshold } = screen([{ table, counts: { counts, values }, populations }]);
  return { tested, logThreshold, values: candidates.flat().map(({ value }) => value) };
}

describe("screen", () => {
  test("lets through what is sure, strong and carried by enough", () => {
    const found = screened([
      count("group", "sure", 80, 100),
      count("group", "as all", 100, 1000),
      count("group", "less than all", 5, 1000),
      count("group", "sure but weak", 580, 5000),
      count("group", "four", 4, 4),
      count("group", "five", 5, 5),
    ]);
    expect(found.values).toEqual(["sure", "five"]);
    expect(found.tested).toBe(6);
  });

  test("the more there is to test, the surer it must be", () => {
    const five = [count("group", "five", 5, 5)];
    expect(screened(five).values).toEqual(["five"]);
    expect(screened(five, { more: 100 }).values).toEqual(["five"]);
    expect(screened(five, { more: 2000 }).values).toEqual([]);
    expect(screened([count("group", "sure", 80, 100)], { more: 1e9 }).values).toEqual(["sure"]);
  });

  test("what decides the verdict by construction is neither told nor counted as tested", () => {
    const counts = [count("inline_policy", "p", 800, 800), count("group", "g", 80, 100)];
    expect(screened(counts, { id: "user-inline-policies" })).toMatchObject({ values: ["g"], tested: 1 });
    expect(screened(counts)).toMatchObject({ values: ["p", "g"], tested: 2 });
  });

  test("the threshold is what would still be sure; it is no lower because what was found is surer; without any nothing is", () => {
    const one = screened([count("group", "sure", 80, 100)]).logThreshold;
    expect(screened([count("group", "very sure", 500, 500)]).logThreshold).toBe(one);
    expect(Math.exp(one)).toBeCloseTo(LIMITS.alpha, 9);
    const two = screened([count("group", "sure", 80, 100), count("group", "five", 5, 5)]);
    expect(Math.exp(two.logThreshold)).toBeCloseTo(LIMITS.alpha / 1.5, 9);
    expect(screened([count("group", "as all", 100, 1000)]).logThreshold).toBe(Number.NEGATIVE_INFINITY);
  });

  test("nobody to judge: nothing tested goes wrong", () => {
    expect(screened([])).toMatchObject({ values: [], tested: 0 });
  });
});

test("the lift", () => {
  const all = { judged: 100, failing: 30 };
  expect(liftOf({ carriers: 20, failing: 20 }, all)).toBe(8);
  expect(liftOf({ carriers: 50, failing: 30 }, all)).toBe(Number.POSITIVE_INFINITY);
  expect(liftOf({ carriers: 100, failing: 30 }, all)).toBe(1);
});
