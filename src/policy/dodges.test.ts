import { expect, test } from "vitest";
import { compileClause } from "./conditions.js";
import { dodgesOf } from "./dodges.js";
import { subject } from "./fixtures/subjects.js";

const AT = { start: 0, end: 0 };

function dodges(operator: string, key: string, value: string, tags: Record<string, string> = {}) {
  const clause = compileClause({ operator, key, values: [value], ...AT }, true);
  const { principal } = subject();
  return dodgesOf(clause, { ...principal, tags: new Map(Object.entries(tags)) });
}

test.each([
  ["another name than the one that is bound", "StringEquals", "aws:username", "alice", ["name"]],
  ["a path that is not bound", "ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/ops/*", ["name"]],
  ["a name that is exempt", "ArnNotLike", "aws:PrincipalArn", "arn:*:iam::*:user/break-*", ["name"]],
  ["every user is bound", "ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/*", []],
  [
    "a role is exempt, which no user can become",
    "ArnNotLike",
    "aws:PrincipalArn",
    "arn:aws:iam::*:role/x",
    [],
  ],
  ["another key", "StringEquals", "aws:RequestedRegion", "eu-west-1", []],
])("%s", (_, operator, key, value, expected) => {
  expect(dodges(operator, key, value)).toEqual(expected);
});

test.each([
  ["an exempting tag", "StringNotEquals", "true", ["tag"]],
  ["a tag of those who are bound", "StringEquals", "required", ["tag", "untag"]],
  ["any value binds", "StringLike", "*", ["untag"]],
  ["whoever has no tag is bound", "Null", "true", ["tag"]],
])("%s", (_, operator, value, expected) => {
  expect(dodges(operator, "aws:PrincipalTag/mfa", value, { mfa: "required" })).toEqual(expected);
});

test("a role changes nothing of itself", () => {
  const clause = compileClause({ operator: "ArnLike", key: "aws:PrincipalArn", values: ["*"], ...AT }, true);
  expect(dodgesOf(clause, { ...subject().principal, kind: "role", name: null })).toEqual([]);
});
