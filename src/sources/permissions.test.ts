import { expect, test } from "vitest";
import { COVERAGE_STATUSES, evidenceKind } from "../model/coverage.js";
import { EVIDENCE_KINDS } from "./index.js";
import { findPermission, PERMISSIONS } from "./permissions.js";

test("every action stands once in its scope and only reads", () => {
  const names = PERMISSIONS.map(({ scope, action }) => `${scope} ${action}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { action } of PERMISSIONS) {
    expect(action).toMatch(
      /^([a-z0-9-]+:(Get|List|Describe)\w+|iam:GenerateCredentialReport|config:SelectAggregateResourceConfig|sts:Assume(Role|Root))$/,
    );
  }
});

test("the names of statements are ones that IAM takes, each of one scope, option and target", () => {
  const shared = new Map(PERMISSIONS.map((one) => [one.statement, one]));
  for (const { statement, scope, option, target } of PERMISSIONS) {
    expect(statement).toMatch(/^[A-Za-z0-9]+$/);
    const first = shared.get(statement);
    expect([first?.scope, first?.option, first?.target]).toEqual([scope, option, target]);
  }
});

test("there is a permission behind every kind of evidence", () => {
  const delivered = new Set(PERMISSIONS.flatMap(({ delivers }) => delivers));
  expect(EVIDENCE_KINDS.filter((kind) => !delivered.has(kind))).toEqual([]);
});

test("coverage speaks of every kind and status in words that are files' and people's alike", () => {
  for (const kind of EVIDENCE_KINDS) expect(evidenceKind.parse(kind)).toBe(kind);
  for (const word of COVERAGE_STATUSES) expect(word).toMatch(/^[a-z_]+$/);
  expect(new Set(EVIDENCE_KINDS).size).toBe(EVIDENCE_KINDS.length);
});

test("an action is found in the scope that is asked for", () => {
  const action = "organizations:DescribeOrganization";
  expect(findPermission(action, "account")?.statement).toBe("ReadMembership");
  expect(findPermission(action, "organization")?.statement).toBe("ReadOrganization");
  expect(findPermission("iam:CreateUser", "account")).toBeUndefined();
});
