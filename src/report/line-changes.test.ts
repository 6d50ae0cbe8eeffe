import fc from "fast-check";
import { expect, test } from "vitest";
import { lineChanges } from "./line-changes.js";

test("what goes and what comes, in order", () => {
  expect(lineChanges("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual(["- b", "+ x", "+ d"]);
  expect(lineChanges("", "a\n")).toEqual(["+ a"]);
  expect(lineChanges("a\n", "")).toEqual(["- a"]);
  expect(lineChanges("a\nb\n", "a\nb\n")).toEqual([]);
});

test("counts add up, and what is shared is told of neither as gone nor as new", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c"), { maxLength: 8 })
    .map((lines) => lines.map((one) => `${one}\n`).join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = lineChanges(before, after);
      const count = (mark: string) => changes.filter((line) => line.startsWith(mark)).length;
      expect(before.length / 2 - count("-")).toBe(after.length / 2 - count("+"));
      expect(changes.length === 0).toBe(before === after);
    }),
  );
});
