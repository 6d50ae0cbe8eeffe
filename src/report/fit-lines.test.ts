import { expect, test } from "vitest";
import { fitLines, hangingText } from "./fit-lines.js";

test("each line is broken under its own beginning", () => {
  expect(fitLines("  one two three\nfour five six", 10)).toBe("  one two\n    three\nfour five\n  six");
});

test("text beside a label is broken under itself", () => {
  expect(`label ${hangingText("one two three", 14, "      ")}`).toBe("label one two\n      three");
});
