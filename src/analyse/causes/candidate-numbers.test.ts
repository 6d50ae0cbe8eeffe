import { describe, expect, test } from "vitest";
import type { TraitKind } from "../../model/trait-kinds.js";
import { numberCandidates } from "./candidate-numbers.js";
import { carriesSql } from "./carried-table.js";
import { LIMITS } from "./limits.js";
import type { Candidate } from "./screen.js";

const candidate = (kind: TraitKind, value: string, logP: number, control = 0): Candidate => {
  return { control, kind, value, carriers: 10, failing: 10, logP, logAdjusted: logP / 2 };
};
const many = (kind: TraitKind, count: number, control = 0) =>
  Array.from({ length: count }, (_, index) =>
    candidate(kind, `v${String(index).padStart(3, "0")}`, -1000 + index, control),
  );

describe("numberCandidates", () => {
  test("values of which a subject has one are counted up, others are bits", () => {
    const { numbers } = numberCandidates([...many("account", 3), ...many("group", 3)]);
    expect([...(numbers.get("account") ?? [])]).toEqual([
      ["v000", 1],
      ["v001", 2],
      ["v002", 3],
    ]);
    expect([...(numbers.get("group") ?? [])]).toEqual([
      ["v000", 1],
      ["v001", 2],
      ["v002", 4],
    ]);
  });

  test("of each control the surest are kept: a hundred of one kind, five where there can be several", () => {
    const { candidates } = numberCandidates([
      ...many("account", 150),
      ...many("group", 9),
      ...many("group", 9, 1),
    ]);
    const count = (kind: TraitKind, control: number) =>
      candidates.filter((one) => one.kind === kind && one.control === control).length;
    expect([count("account", 0), count("group", 0), count("group", 1)]).toEqual([LIMITS.maxValues, 5, 5]);
    expect(candidates.some(({ kind, value }) => kind === "group" && value === "v005")).toBe(false);
  });

  test("a value has one number, whatever controls it is a candidate of", () => {
    const { candidates, numbers } = numberCandidates([
      candidate("tag", "a", -9, 0),
      candidate("tag", "a", -5, 1),
    ]);
    expect([candidates.length, numbers.get("tag")?.size]).toEqual([2, 1]);
  });

  test("no more bits than a number holds exactly, and no candidate without one", () => {
    const all = Array.from({ length: 20 }, (_, control) =>
      many("tag", 5, control).map((one) => ({ ...one, value: `${control} ${one.value}` })),
    ).flat();
    const { candidates, numbers } = numberCandidates(all);
    const bits = [...(numbers.get("tag")?.values() ?? [])];
    expect(Math.max(...bits)).toBe(2 ** 49);
    expect(candidates).toHaveLength(50);
    for (const { value } of candidates) expect(numbers.get("tag")?.has(value)).toBe(true);
  });
});

test("who carries a value, in SQL", () => {
  expect(carriesSql("account", [1, 7])).toBe("k_account IN (1, 7)");
  expect(carriesSql("group", [1, 4])).toBe("(k_group % 2 >= 1 OR k_group % 8 >= 4)");
});
