import { expect, test } from "vitest";
import { EVIDENCE_KINDS } from "./coverage.js";
import { findPermission, PERMISSIONS } from "./permissions.js";

const all = PERMISSIONS.flatMap((group) => group.permissions.map((permission) => ({ group, permission })));

test("every action stands once in its scope and only reads", () => {
  const names = all.map(({ group, permission }) => `${group.scope} ${permission.action}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { permission } of all) {
    expect(permission.action).toMatch(
      /^((iam|organizations):(Get|List|Describe)|iam:GenerateCredentialReport$|sts:Assume(Role|Root)$)/,
    );
  }
});

test("the names of statements are ones that IAM takes, and differ", () => {
  const sids = PERMISSIONS.map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(sids.length);
  for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
});

test("there is a permission behind every kind of evidence", () => {
  const delivered = new Set<string>(all.flatMap(({ permission }) => permission.delivers));
  expect(EVIDENCE_KINDS.filter((kind) => !delivered.has(kind))).toEqual([]);
});

test("an action is found in the scope that is asked for", () => {
  expect(findPermission("organizations:DescribeOrganization", "account")?.group.sid).toBe("ReadMembership");
  expect(findPermission("organizations:DescribeOrganization", "organization")?.group.sid).toBe(
    "ReadOrganization",
  );
  expect(findPermission("iam:ListUsers", "account")).toBeUndefined();
});
