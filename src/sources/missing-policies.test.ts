import { expect, test } from "vitest";
import type { Check } from "../model/check.js";
import { missingPolicies } from "./missing-policies.js";

const CALLER = "999988887777";
const denied = (account_id: string, missing: string[], about: Check["about"] = "account"): Check => ({
  about,
  account_id,
  check: "x",
  status: "denied",
  missing,
  detail: "",
});
const actions = (policies: ReturnType<typeof missingPolicies>) =>
  policies.map(({ scope, account_ids: ids, policy }) => [
    scope,
    ids,
    policy.Statement.flatMap(({ Action }) => Action),
  ]);

test("accounts that lack the same share a policy, whatever the order of their checks", () => {
  const checks = [
    denied("1", ["iam:GetAccountSummary"]),
    denied("1", ["iam:ListAccountAliases"]),
    denied("2", ["iam:ListAccountAliases"]),
    denied("3", ["iam:ListAccountAliases", "iam:GetAccountSummary"]),
    denied("4", []),
  ];
  expect(actions(missingPolicies(checks, CALLER, {}))).toEqual([
    ["account", ["1", "3"], ["iam:GetAccountSummary", "iam:ListAccountAliases"]],
    ["account", ["2"], ["iam:ListAccountAliases"]],
  ]);
});

test("what a role is assumed with belongs to the caller, and the same action in both scopes is kept apart", () => {
  const checks = [
    denied("1", ["sts:AssumeRole"]),
    denied("2", ["sts:AssumeRole", "organizations:DescribeOrganization"]),
    denied(CALLER, ["organizations:DescribeOrganization"], "organization"),
  ];
  const policies = missingPolicies(checks, CALLER, { partition: "aws-cn", role: "r" });
  expect(actions(policies)).toEqual([
    ["organization", [CALLER], ["organizations:DescribeOrganization", "sts:AssumeRole"]],
    ["account", ["2"], ["organizations:DescribeOrganization"]],
  ]);
  expect(policies[0]?.policy.Statement.at(-1)?.Resource).toBe("arn:aws-cn:iam::*:role/r");
});

test("nothing denied, no policy", () => {
  expect(missingPolicies([denied("1", [])], CALLER, {})).toEqual([]);
});
