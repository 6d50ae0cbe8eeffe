import { expect, test } from "vitest";
import { plainLines, plainText } from "./text.js";

test.each([
  [
    "what moves the cursor or colours",
    "a\u001b[31m\u009b\r\n\u0000\u007f",
    "a\\u{1b}[31m\\u{9b}\\u{d}\\u{a}\\u{0}\\u{7f}",
  ],
  ["what turns the reading direction", "\u202eab\u2066\u061c", "\\u{202e}ab\\u{2066}\\u{61c}"],
  [
    "what has no width",
    "a\u00ad\u200b\u200d\u2060\ufeff\u180e\u034f",
    "a\\u{ad}\\u{200b}\\u{200d}\\u{2060}\\u{feff}\\u{180e}\\u{34f}",
  ],
  ["letters and signs that nobody sees", "\u115f\u3164\uffa0\u2800", "\\u{115f}\\u{3164}\\u{ffa0}\\u{2800}"],
  ["tags and selectors", "a\u{e0041}\ufe0f\u{e0100}", "a\\u{e0041}\\u{fe0f}\\u{e0100}"],
  ["spaces that are not the space", "a\u00a0b\u2003c\u3000d e", "a\\u{a0}b\\u{2003}c\\u{3000}d e"],
  ["lines that are not a line", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
  ["half a character", "a\ud800b", "a\\u{d800}b"],
])("shown instead of obeyed: %s", (_, text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test("what can be seen stays as it is", () => {
  for (const text of ["ann+b=c,d.e@f-g", "Jürgen Ñandú", "日本語", "ελ", "👍", "e\u0301"])
    expect(plainText(text)).toBe(text);
});

test("lines stay lines", () => {
  expect(plainLines("a\u001b\nb\r\n")).toBe("a\\u{1b}\nb\\u{d}\n");
});
