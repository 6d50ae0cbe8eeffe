import { expect, test } from "vitest";
import { checksOf } from "./checks-of.js";

const ID = "111122223333";

test("evidence that needs two actions is denied when one is, by the name of that one", () => {
  const [report, ...rest] = checksOf("account", ID, [
    { action: "iam:GetCredentialReport", status: "ok" },
    { action: "iam:GenerateCredentialReport", status: "denied", detail: "AccessDenied: no" },
  ]);
  expect(report).toEqual({
    about: "account",
    account_id: ID,
    check: "credential_report",
    status: "denied",
    missing: ["iam:GenerateCredentialReport"],
    detail: "AccessDenied: no",
  });
  expect(rest).toEqual([]);
});

test("an action that delivers two things is missed by both, in the order of the declaration", () => {
  const checks = checksOf("organization", ID, [
    { action: "organizations:DescribePolicy", status: "throttled", detail: "slow down" },
    { action: "organizations:ListRoots", status: "ok" },
  ]);
  expect(checks.map(({ check, status, missing }) => [check, status, missing])).toEqual([
    ["organization", "ok", []],
    ["scp", "throttled", []],
    ["rcp", "throttled", []],
  ]);
});

test("only details of the gravest status are told, each once", () => {
  const [fresh] = checksOf("account", ID, [
    { action: "iam:ListMFADevices", status: "denied", detail: "no" },
    { action: "iam:ListAccessKeys", status: "denied", detail: "no" },
    { action: "iam:GetAccessKeyLastUsed", status: "not_checked", detail: "not tried" },
  ]);
  expect(fresh).toMatchObject({ detail: "no", missing: ["iam:ListMFADevices", "iam:ListAccessKeys"] });
});
