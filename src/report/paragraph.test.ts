import { expect, test } from "vitest";
import { paragraph } from "./paragraph.js";

test("what fits is one line", () => {
  expect(paragraph("one two", 10)).toBe("one two");
  expect(paragraph("one two", 9, "  ", "    ")).toBe("  one two");
});

test("the first line has its own indent, all others hang", () => {
  expect(paragraph("one two three four five", 12, "  ", "    ")).toBe(
    "  one two\n    three\n    four\n    five",
  );
});

test("no line is longer than the width, and no word is lost", () => {
  const text = "a list of words, some-of-which-are-much-longer than, the/width: it is";
  for (const width of [12, 20, 40]) {
    const lines = paragraph(text, width, " ", "   ").split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  }
});
