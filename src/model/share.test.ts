import { describe, expect, test } from "vitest";
import { cellOf, highest, lowest } from "./cell.js";
import { shareSchema } from "./share.js";

const control = {
  control_id: "user-unused",
  definition: "0123456789ab",
  subject: "iam_user",
  parameters: { max_idle_days: 90, scope: "all", tolerate: false },
  fail: 1,
  pass: [0, 4],
  unknown: 0,
  not_applicable: 0,
  population: 5,
  tiers: [{ older_than_days: 90, fail: 1, population: 5 }],
  labels: [{ id: "a_label", count: 0 }],
};
const share = {
  version: 1,
  organization: "0123456789abcdef0123456789abcdef",
  month: "2026-11",
  tool_version: "0.1.0",
  min_cell: 5,
  accounts: 1,
  standalone_accounts: 0,
  users: [1, 5],
  controls: [control],
};
const isShare = (value: unknown) => shareSchema.safeParse(value).success;

test("a cell is a count, or the two ends it lies between", () => {
  expect([lowest(3), highest(3), lowest([1, 5]), highest([1, 5])]).toEqual([3, 3, 1, 5]);
  expect([cellOf(3, 3), cellOf(1, 5)]).toEqual([3, [1, 5]]);
});

describe("a shared file", () => {
  test("has these members", () => {
    expect(shareSchema.parse(share)).toEqual(share);
    for (const name of Object.keys(share))
      expect([name, isShare({ ...share, [name]: undefined })]).toEqual([name, false]);
  });

  test("and no others, so that nothing can hide in it", () => {
    expect(isShare({ ...share, note: "o-a1b2c3d4e5" })).toBe(false);
    expect(isShare({ ...share, controls: [{ ...control, note: "x" }] })).toBe(false);
    expect(
      isShare({ ...share, controls: [{ ...control, tiers: [{ ...control.tiers[0], note: "x" }] }] }),
    ).toBe(false);
  });

  test.each<[string, object]>([
    ["a day", { month: "2026-11-24" }],
    ["a month that is none", { month: "2026-13" }],
    ["an id that could be a name", { organization: "o-a1b2c3d4e5" }],
    ["an account id", { organization: "111122223333" }],
    ["a smallest cell that hides nothing", { min_cell: 2 }],
    ["a broken count", { users: 1.5 }],
    ["a negative count", { users: -1 }],
    ["a range of three", { users: [1, 2, 3] }],
    ["a count beyond all users of the world", { users: 1_000_000_001 }],
    ["a version with words in it", { tool_version: "0.1.0 of Example Corp" }],
  ])("refuses %s", (_, more) => {
    expect(isShare({ ...share, ...more })).toBe(false);
  });

  test.each<[string, object]>([
    ["a free text as a parameter", { parameters: { scope: "Example Corp" } }],
    ["a list as a parameter", { parameters: { scope: [1] } }],
    ["a parameter with a hostile name", { parameters: { "\u001b[31m": 1 } }],
    ["a control with a path", { control_id: "../user-unused" }],
    ["a kind of subject with a hostile name", { subject: "ro le" }],
    ["a definition that is none", { definition: "user-unused" }],
    ["more tiers than a control can have", { tiers: Array.from({ length: 7 }, () => control.tiers[0]) }],
  ])("refuses %s", (_, more) => {
    expect(isShare({ ...share, controls: [{ ...control, ...more }] })).toBe(false);
  });

  test("takes a version of a release to come", () => {
    expect(isShare({ ...share, tool_version: "10.20.30-rc.1" })).toBe(true);
  });
});
