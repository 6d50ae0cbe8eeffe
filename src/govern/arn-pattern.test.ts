import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { glob, matches } from "../policy/glob.js";
import { arnParts, hasWildcard, headTest, resourcePattern } from "./arn-pattern.js";

test.each([
  ["arn:aws:iam::111122223333:user/team/ann", "arn:aws:iam::111122223333", "user/team/ann"],
  ["arn:aws:iam::111122223333:user/a:b", "arn:aws:iam::111122223333", "user/a:b"],
  ["arn:*:iam::*:*", "arn:*:iam::*", "*"],
  ["arn:aws:iam::111122223333:user/a\nb", "arn:aws:iam::111122223333", "user/a\nb"],
])("%j is taken apart behind its fifth colon", (text, head, resource) => {
  expect(arnParts(text)).toEqual({ head, resource });
});

test.each(["", "*", "user/ann", "arn:aws:iam::111122223333", "arn:aws:iam::111122223333:"])(
  "%j has not the parts of an ARN",
  (text) => {
    expect(arnParts(text)).toBeUndefined();
  },
);

describe("each part of the head is compared by itself", () => {
  test.each([
    ["arn:aws:iam::*", "arn:aws:iam::111122223333", true],
    ["arn:aws*:iam::????????????", "arn:aws-cn:iam::111122223333", true],
    ["arn:*:iam::1111*", "arn:aws:iam::111122223333", true],
    ["arn:*:iam::1111*", "arn:aws:iam::222222223333", false],
    ["arn:aws:iam::???", "arn:aws:iam::111122223333", false],
    ["arn:*", "arn:aws:iam::111122223333", false],
    ["arn:aws:*", "arn:aws:iam::111122223333", false],
    ["arn:aws:iam::111122223333", "arn:aws:iam::111122223333", true],
  ])("%s, %s: %s", (pattern, head, expected) => {
    expect(headTest(pattern)(head)).toBe(expected);
  });
});

/** What the engine compares, as it does. */
function passes(pattern: string, text: string): boolean {
  const { prefix, suffix, holds, minLength } = resourcePattern(pattern);
  return (
    text.startsWith(prefix) &&
    text.endsWith(suffix) &&
    [...text].length >= minLength &&
    (holds === null || text.includes(holds))
  );
}

test("the pieces of a pattern let everything through that matches, and of a simple one nothing else", () => {
  const pattern = fc.stringMatching(/^[ab/*?]{0,8}[*?][ab/*?]{0,8}$/);
  const text = fc.stringMatching(/^[ab/*?]{0,10}$/);
  let simple = 0;
  fc.assert(
    fc.property(pattern, text, (one, resource) => {
      const should = matches(glob(one), resource);
      const does = passes(one, resource);
      if (should) expect([one, resource, does]).toEqual([one, resource, true]);
      if (!resourcePattern(one).simple) return;
      simple++;
      expect([one, resource, does]).toEqual([one, resource, should]);
    }),
    { numRuns: 5_000 },
  );
  expect(simple).toBeGreaterThan(50);
});

test.each([
  ["user/ci/*", { prefix: "user/ci/", suffix: "", holds: null, minLength: 8, simple: true }],
  ["user/ci/**-bot", { prefix: "user/ci/", suffix: "-bot", holds: null, minLength: 12, simple: true }],
  ["user/ci-??", { prefix: "user/ci-", suffix: "", holds: null, minLength: 8, simple: false }],
  ["user/*/a-*/b-*", { prefix: "user/", suffix: "", holds: "/a-", minLength: 11, simple: false }],
  ["*", { prefix: "", suffix: "", holds: null, minLength: 0, simple: true }],
])("%s", (pattern, expected) => {
  expect(resourcePattern(pattern)).toMatchObject(expected);
});

test("a wildcard is * or ?, nothing that SQL or regular expressions know", () => {
  expect(["*", "a?b"].map(hasWildcard)).toEqual([true, true]);
  expect(["%", "_", "[a]", ".+", "\\"].map(hasWildcard)).toEqual([false, false, false, false, false]);
});
