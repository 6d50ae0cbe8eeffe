import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type GlobPiece,
  glob,
  globOf,
  intersects,
  intersectsArn,
  literalGlob,
  matches,
  subsumes,
  subsumesArn,
} from "./glob.js";

const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
const text = fc.stringMatching(/^[ab]{0,6}$/);
/** All texts over two letters that are short enough to tell patterns of six apart. */
const TEXTS = Array.from({ length: 2 ** 9 }, (_, n) =>
  n.toString(2).slice(1).replaceAll("0", "a").replaceAll("1", "b"),
);

function regex(source: string): RegExp {
  return new RegExp(`^${source.replace(/\*+/g, "[^]*").replaceAll("?", "[^]")}$`);
}

test("matches what the same regular expression matches", () => {
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      expect(matches(glob(p), t)).toBe(regex(p).test(t));
    }),
  );
});

test("intersects exactly when some text matches both", () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const [x, y] = [regex(a), regex(b)];
      const found = TEXTS.some((one) => x.test(one) && y.test(one));
      // Two patterns of at most six tokens share a text of at most 12; those of up to eight letters are tried.
      if (found) expect(intersects(glob(a), glob(b))).toBe(true);
      else if (a.length + b.length <= 8) expect(intersects(glob(a), glob(b))).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test("never calls a pattern subsumed that matches more", () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      if (!subsumes(glob(a), glob(b))) return;
      for (const one of TEXTS) if (regex(b).test(one)) expect([one, regex(a).test(one)]).toEqual([one, true]);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["*", "anything*?", true],
  ["arn:aws:s3:::*", "arn:aws:s3:::b/*", true],
  ["arn:aws:s3:::b/*", "arn:aws:s3:::*", false],
  ["a?c", "a*c", false],
  ["a*", "a?*b", true],
  ["?*", "*?", true],
])("%s subsumes %s: %s", (wide, narrow, expected) => {
  expect(subsumes(glob(wide), glob(narrow))).toBe(expected);
});

test.each([
  ["arn:aws:s3:::b/*", "arn:aws:s3:::b/a:b", true],
  ["arn:aws:iam::*:user/*", "arn:aws:iam::*:user/*", true],
  ["arn:aws:sqs:*:*:b", "arn:aws:sqs:eu-west-1:1:b", true],
  ["arn:aws:sqs:*:*:b", "arn:aws:sqs:eu-west-1:1:a:b", false],
  ["arn:aws:sqs:*:b", "arn:aws:sqs:eu-west-1:1:b", false],
  ["arn:aws:logs:*:log-group:*", "arn:aws:logs:*:log-group:*", false],
  ["arn:aws:iam::aws:policy/*", "arn:aws:iam::aws:policy/x", true],
  ["arn:*", "arn:aws:s3:::b", false],
  ["*", "arn:aws:s3:::b", true],
  ["arn:aws:s3:::b", "*", false],
])("field by field, %s subsumes %s: %s", (wide, narrow, expected) => {
  expect(subsumesArn(glob(wide), glob(narrow))).toBe(expected);
});

test.each([
  ["arn:aws:iam::*:mfa/*", "arn:aws:iam::1:user/*", false],
  ["arn:aws:iam::*:user/a*", "arn:aws:iam::1:user/*", true],
  ["arn:*:iam:?:*:user/a", "arn:aws:iam::1:user/*", false],
  ["arn:*", "arn:aws:iam::1:user/*", true],
  ["*", "arn:aws:iam::1:user/*", true],
])("field by field, %s and %s share an ARN: %s", (left, right, expected) => {
  expect(intersectsArn(glob(left), glob(right))).toBe(expected);
  expect(intersectsArn(glob(right), glob(left))).toBe(expected);
});

test("what subsumes field by field subsumes however wildcards cross colons", () => {
  const arn = fc.stringMatching(/^[12*]{0,2}(:[12*]{0,2}){5,6}$/);
  const fields = (one: string) => one.split(":", 5).concat(one.split(":").slice(5).join(":"));
  const byField = (p: string, t: string) =>
    fields(p).every((part, index) => regex(part).test(fields(t)[index] ?? ""));
  fc.assert(
    fc.property(arn, arn, arn, (wide, narrow, one) => {
      if (!subsumesArn(glob(wide), glob(narrow))) return;
      expect(subsumes(glob(wide), glob(narrow))).toBe(true);
      if (byField(narrow, one)) expect(byField(wide, one)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

test("a star of a literal piece is a star, not a wildcard", () => {
  const escaped = globOf([
    { text: "a", literal: false },
    { text: "*", literal: true },
  ]);
  expect(matches(escaped, "a*")).toBe(true);
  expect(matches(escaped, "ab")).toBe(false);
  expect(escaped.escaped).toBe(true);
  expect(intersects(escaped, literalGlob("ab"))).toBe(false);
});

test("pieces match what the same regular expression matches, with wildcards that stand for themselves", () => {
  const piece = fc.record({ text: fc.stringMatching(/^[ab*?]{0,3}$/), literal: fc.boolean() });
  const source = ({ text, literal }: GlobPiece) =>
    literal ? text.replaceAll(/[*?]/g, "\\$&") : text.replace(/\*+/g, "[^]*").replaceAll("?", "[^]");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), fc.stringMatching(/^[ab*?]{0,6}$/), (pieces, t) => {
      const expected = new RegExp(`^${pieces.map(source).join("")}$`).test(t);
      expect(matches(globOf(pieces), t)).toBe(expected);
      expect(intersects(globOf(pieces), literalGlob(t))).toBe(expected);
      expect(subsumes(globOf(pieces), literalGlob(t))).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

test("patterns made to explode take no longer than their length allows", () => {
  const hostile = glob(`${"*?".repeat(2_000)}x`);
  expect(matches(hostile, "a".repeat(5_000))).toBe(false);
  expect(subsumes(hostile, glob("*a".repeat(2_000)))).toBe(false);
  expect(intersects(glob(`${"*a".repeat(300)}b`), glob(`${"a*".repeat(300)}c`))).toBe(false);
});
