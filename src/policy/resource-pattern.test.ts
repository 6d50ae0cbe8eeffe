import { expect, test } from "vitest";
import { ABSENT, known, UNKNOWN } from "./facts.js";
import { mayMatch, resourcePattern, surelyMatch } from "./resource-pattern.js";

const facts = (key: string) =>
  key === "name" ? known("ann") : key === "colon" ? known("a:b") : key === "none" ? ABSENT : UNKNOWN;
type Kind = Parameters<typeof resourcePattern>[2];

function may(text: string, kind: Kind = "identity"): string[] {
  return mayMatch([resourcePattern(text, true, kind)], facts).patterns.map(({ glob }) => glob.text);
}

function surely(text: string, kind: Kind = "identity") {
  const { patterns, vague } = surelyMatch([resourcePattern(text, true, kind)], facts);
  return [...patterns.map(({ glob }) => glob.text), ...(vague ? ["vague"] : [])];
}

test.each([
  ["arn:aws:s3", ["arn:aws:s3:*:*:*"]],
  ["arn:aws:iam::111122223333", ["arn:aws:iam::111122223333:*"]],
  ["arn:aws:s3*", ["arn:aws:s3*:*:*:*"]],
  ["arn:aws:s3:::b", ["arn:aws:s3:::b"]],
  ["*", ["*"]],
  ["**", ["**"]],
  // What AWS makes of these nobody says, so they may mean either.
  ["arn:*:role/x", ["arn:*:role/x:*:*:*", "arn:*:role/x"]],
  ["role/x", ["role/x:*:*:*:*:*", "role/x"]],
])("%s may name %j", (text, expected) => {
  expect(may(text)).toEqual(expected);
  expect(may(text, "scp")).toEqual(expected);
});

test("an incomplete ARN surely names something in identity policies and boundaries only", () => {
  expect(surely("arn:aws:s3")).toEqual(["arn:aws:s3:*:*:*"]);
  expect(surely("arn:aws:s3", "boundary")).toEqual(["arn:aws:s3:*:*:*"]);
  expect(surely("arn:aws:s3", "scp")).toEqual(["vague"]);
  expect(surely("arn:aws:s3", "rcp")).toEqual(["vague"]);
  expect(surely("arn:aws:s3:::b", "scp")).toEqual(["arn:aws:s3:::b"]);
  expect(surely("*", "scp")).toEqual(["*"]);
});

test("the colons of variables are no fields, and values with a colon make the fields unsure", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  expect(may("arn:aws:iam::${aws:none:none}")).toContain("arn:aws:iam::*:*");
  expect(surely("arn:aws:iam::1:user/${name}")).toEqual(["arn:aws:iam::1:user/ann"]);
  expect(surely("arn:aws:s3:::${colon}/*")).toEqual(["vague"]);
  expect(surely("arn:aws:s3:::${unknown}/*")).toEqual(["vague"]);
  expect(surely("arn:aws:s3:::${none}/*")).toEqual([]);
  expect(may("arn:aws:s3:::${none}/*")).toEqual([]);
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
});
