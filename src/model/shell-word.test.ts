import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellOption, shellWord } from "./shell-word.js";

const asShellReads = (word: string) =>
  execFileSync("bash", ["-c", `printf %s ${word}`], { encoding: "utf8" });

test.each([
  ["ann.lee@example.com", "ann.lee@example.com"],
  ["two words", "'two words'"],
  ["$(rm -rf ~)", "'$(rm -rf ~)'"],
  ["o'neil", String.raw`'o'\''neil'`],
  ["a\u202eb", String.raw`$'a\342\200\256b'`],
  ["", "''"],
])("%j is the word %s", (text, word) => {
  expect(shellWord(text)).toBe(word);
  expect(asShellReads(word)).toBe(text);
});

test("a shell reads back what was written, and a screen shows all of it", () => {
  const hostile = fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", "\u202e", "é", "a", "1", " ", ";", "\x1b"),
  });
  fc.assert(
    fc.property(hostile, (text) => {
      const word = shellWord(text);
      expect(asShellReads(word)).toBe(text);
      expect(word).toMatch(/^[ -~]*$/);
    }),
    { numRuns: 60 },
  );
});

test("a value that begins with a dash is no option", () => {
  expect(shellOption("user-name", "-x")).toBe("--user-name=-x");
  expect(shellOption("user-name", "ann")).toBe("--user-name ann");
});
