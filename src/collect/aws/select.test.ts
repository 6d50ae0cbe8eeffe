import { expect, test } from "vitest";
import { isChosen, needsTags, selects } from "./select.js";

const account = (over = {}) => ({
  accountId: "111122223333",
  ouPath: "/Workloads/Prod",
  parentIds: ["ou-ab12-prod0001", "ou-ab12-work0001", "r-ab12"],
  tags: new Map([
    ["team", "web"],
    ["empty", ""],
  ]),
  ...over,
});

test.each([
  ["111122223333", true],
  ["111122223334", false],
  ["ou:/Workloads/Prod", true],
  ["ou:/Workloads", true],
  ["ou:/Workloads/", true],
  ["ou:/", true],
  ["ou:/Work", false],
  ["ou:/workloads", false],
  ["ou:/Workloads/Prod/Web", false],
  ["ou:ou-ab12-work0001", true],
  ["ou:r-ab12", true],
  ["ou:ou-ab12-other001", false],
  ["tag:team", true],
  ["tag:team=web", true],
  ["tag:team=we", false],
  ["tag:empty=", true],
  ["tag:owner", false],
])("%s: %s", (selector, expected) => {
  expect(selects(selector, account())).toBe(expected);
});

test("where the place is not known no unit is meant, not even the root", () => {
  expect(selects("ou:/", account({ ouPath: undefined, parentIds: [] }))).toBe(false);
});

test("a tag's value may hold an equals sign", () => {
  expect(selects("tag:k=a=b", account({ tags: new Map([["k", "a=b"]]) }))).toBe(true);
});

test("chosen is what is included and not excluded; without a choice all are", () => {
  expect(isChosen(account(), [], [])).toBe(true);
  expect(isChosen(account(), ["ou:/Sandbox", "tag:team"], [])).toBe(true);
  expect(isChosen(account(), ["ou:/Sandbox"], [])).toBe(false);
  expect(isChosen(account(), ["ou:/Workloads"], ["111122223333"])).toBe(false);
});

test("tags are needed only where a selector is about tags", () => {
  expect([needsTags(["ou:/x", "111122223333"]), needsTags(["ou:/x", "tag:a"])]).toEqual([false, true]);
});
