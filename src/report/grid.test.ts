import fc from "fast-check";
import { expect, test } from "vitest";
import { type GridColumn, grid, number, wrapped } from "./grid.js";
import { textWidth } from "./text-width.js";
import { wrapLines, wrapText } from "./wrap.js";

const COLUMNS: readonly GridColumn[] = [
  { title: "CONTROL" },
  number("FAIL"),
  { ...number("PUBLISHED"), spare: 1 },
  { ...number("OF JUDGED"), spare: 2 },
  wrapped("REASON"),
];
const ROWS = [
  ["user-unused", "12", "50 %", "51 %", "The password was not used for 92 days, and no key is active."],
];

test("what fits is on one line, and what is spare goes first where it does not", () => {
  expect(grid(COLUMNS, ROWS)).toBe(
    "CONTROL      FAIL  PUBLISHED  OF JUDGED  REASON\n" +
      "user-unused    12       50 %       51 %  The password was not used for 92 days, and no key is active.",
  );
  expect(grid(COLUMNS, ROWS, 60)).toBe(
    "CONTROL      FAIL  PUBLISHED  REASON\n" +
      "user-unused    12       50 %  The password was not used for\n" +
      "                              92 days, and no key is active.",
  );
});

test("no row is wider than it may be, and no text is lost", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "/", ":", "é", "名", "\u0301") });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text), { minLength: 1 }),
      fc.integer({ min: 24, max: 90 }),
      (rows, width) => {
        const lines = grid([wrapped("ONE"), wrapped("TWO")], rows, width).split("\n");
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        const letters = (all: string) => [...all.replaceAll(/[^ab]/g, "")].sort().join("");
        expect(letters(lines.slice(1).join(""))).toBe(letters(rows.flat().join("")));
      },
    ),
  );
});

test("a long word is broken behind a joint", () => {
  expect(wrapLines("arn:aws:iam::111122223333:user/team/ann is unused", 24)).toEqual([
    "arn:aws:iam::",
    "111122223333:user/team/",
    "ann is unused",
  ]);
  expect(wrapText("one two three four", 9, "  ")).toBe("one two\n  three\n  four");
});

test("wide characters take two columns", () => {
  expect(
    grid(
      ["NAME", "N"],
      [
        ["名前", "1"],
        ["ann", "2"],
      ],
    ),
  ).toBe("NAME  N\n名前  1\nann   2");
});
