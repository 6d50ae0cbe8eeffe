import { expect, test } from "vitest";
import { firstOf } from "./listed.js";

test("the first of a list, and how many more there are", () => {
  expect(firstOf([], 3)).toBe("");
  expect(firstOf(["a", "b", "c"], 3)).toBe("a, b, c");
  expect(firstOf(["a", "b", "c", "d"], 3)).toBe("a, b, c and 1 more");
  expect(
    firstOf(
      Array.from({ length: 1236 }, (_, n) => String(n)),
      2,
    ),
  ).toBe("0, 1 and 1,234 more");
});
