import { expect, test } from "vitest";
import { present } from "./present.js";

test("a member that is there is returned, empty or not", () => {
  expect(present([], "List")).toEqual([]);
  expect(present(0, "Count")).toBe(0);
});

test("a member that is missing is named", () => {
  expect(() => present(undefined, "SummaryMap")).toThrow(/holds no SummaryMap/);
});
