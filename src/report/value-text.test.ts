import { expect, test } from "vitest";
import { valueText } from "./value-text.js";

test("lists and objects are text that a person reads, not JSON", () => {
  expect([null, undefined, 0, false, "a"].map(valueText)).toEqual(["", "", "0", "false", "a"]);
  expect(valueText(["a", "b"])).toBe("a; b");
  expect(valueText({ a: 1, b: ["x", "y"], c: null })).toBe("a=1, b=x; y, c=");
  expect(
    valueText([
      { days: 90, fail: 2 },
      { days: 365, fail: 1 },
    ]),
  ).toBe("days=90, fail=2; days=365, fail=1");
});
