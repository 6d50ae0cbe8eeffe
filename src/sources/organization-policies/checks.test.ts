import { expect, test } from "vitest";
import type { Check } from "../../model/check.js";
import { policyChecks, withoutPoliciesOff } from "./checks.js";

const ID = "111122223333";
const statuses = (membership: Parameters<typeof policyChecks>[1]) =>
  policyChecks(ID, membership).map(({ check, status }) => [check, status]);
const both = (status: string) => [
  ["scp", status],
  ["rcp", status],
];

test("nothing is said where the membership is not known", () => {
  expect(statuses(undefined)).toEqual([]);
});

test("none can apply: standalone, management account, consolidated billing", () => {
  expect(statuses({ organization: undefined })).toEqual(both("ok"));
  expect(statuses({ organization: { MasterAccountId: ID, FeatureSet: "ALL" } })).toEqual(both("ok"));
  const billing = { MasterAccountId: "999988887777", FeatureSet: "CONSOLIDATED_BILLING" } as const;
  expect(statuses({ organization: billing })).toEqual(both("ok"));
});

test("a member cannot read what binds it: not asked for, and said so", () => {
  const organization = { MasterAccountId: "999988887777", FeatureSet: "ALL" } as const;
  expect(statuses({ organization })).toEqual(both("not_collected"));
  expect(policyChecks(ID, { organization })[0]?.detail).toContain("audit --org");
});

test("of a policy type that is switched off nothing is missing", () => {
  const denied = (check: string): Check => ({
    about: "organization",
    account_id: ID,
    check,
    status: "denied",
    missing: ["organizations:ListPolicies"],
    detail: "",
  });
  const checks = [denied("organization"), denied("scp"), denied("rcp")];
  const left = (types: ReadonlySet<string> | undefined) =>
    withoutPoliciesOff(checks, types).flatMap(({ check, missing }) => (missing.length > 0 ? [check] : []));
  expect(left(new Set(["SERVICE_CONTROL_POLICY", "TAG_POLICY"]))).toEqual(["organization", "scp"]);
  expect(left(new Set())).toEqual(["organization"]);
  expect(left(undefined)).toEqual(["organization", "scp", "rcp"]);
});
