import fc from "fast-check";
import { expect, test } from "vitest";
import { glob, intersects, literalGlob, matches } from "./glob.js";
import { commonText } from "./sample.js";

test.each([
  [["arn:aws:s3:::b/*", "arn:aws:s3:::*/k", "*"], "arn:aws:s3:::b/k"],
  [["arn:aws:iam::?*:role/?*", "arn:aws:iam::1:*"], "arn:aws:iam::1:role/x"],
  [["arn:aws:s3:::a", "arn:aws:s3:::b"], null],
  [["arn:aws:s3:::*", "arn:aws:iam::*"], null],
  [["*"], ""],
])("%j share %j", (patterns, expected) => {
  expect(commonText(patterns.map(glob))).toBe(expected);
});

test("a text that stands for itself is taken as it is", () => {
  expect(commonText([glob("*"), literalGlob("*")])).toBe("*");
});

test("a text matches all patterns, and there is one wherever two have any in common", () => {
  const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const [left, right] = [glob(a), glob(b)];
      const found = commonText([left, right]);
      expect(found !== null).toBe(intersects(left, right));
      if (found !== null) expect([matches(left, found), matches(right, found)]).toEqual([true, true]);
    }),
    { numRuns: 1_000 },
  );
});

test("patterns made to explode give no text, and take no longer", () => {
  const hostile = ["a", "b", "c", "d"].map((letter) => glob(`${`*${letter}`.repeat(200)}`));
  expect(commonText(hostile)).toBeNull();
});
