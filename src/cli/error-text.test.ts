import { expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import type { Context } from "./command.js";
import { printError } from "./error-text.js";

function print(error: unknown): { code: number; lines: string[] } {
  const lines: string[] = [];
  const context = { note: (text: string) => lines.push(text) } as unknown as Context;
  return { code: printError(error, context), lines };
}

test("an error tells what happened, every detail on a line of its own, why, and what to do", () => {
  const details = ["a.yaml:1: first", "a.yaml:2: \u001b[31mred\nsecond"];
  expect(
    print(new UserError({ code: "x", what: "Two are bad.", details, why: "Typos.", fix: "Mend." })),
  ).toEqual({
    code: 2,
    lines: [
      "error: Two are bad.",
      "  a.yaml:1: first",
      "  a.yaml:2: \\u{1b}[31mred\\u{a}second",
      "  why: Typos.",
      "  fix: Mend.",
    ],
  });
});

test.each([
  ["EMFILE", "No more files may be opened."],
  ["ENOSPC", "A file could not be written."],
  ["EROFS", "A file or folder could not be used."],
])("what the machine refuses is no bug: %s", (code, what) => {
  const { code: exit, lines } = print(Object.assign(new Error(`${code}: no`), { code }));
  expect([exit, lines.slice(0, 2)]).toEqual([1, [`error: ${what}`, `  why: ${code}: no`]]);
});

test("what is no UserError is a bug and shows its stack", () => {
  const { code, lines } = print(new TypeError("undefined is not a function"));
  expect(code).toBe(1);
  expect(lines.join("\n")).toMatch(/bug in iamspect[\s\S]*TypeError: undefined is not a function\n\s+at /);
});
