import { expect, test } from "vitest";
import type { Check } from "../../../model/check.js";
import { withoutRoleGuesses } from "./probe-member.js";

const role = (status: Check["status"], detail = ""): Check => ({
  about: "account",
  account_id: "111122223333",
  check: "audit_role",
  status,
  missing: status === "denied" ? ["sts:AssumeRole"] : [],
  detail,
});
const missing = (checks: readonly Check[]) => withoutRoleGuesses(checks).map((check) => check.missing);

test("no role could be assumed: perhaps the caller may not", () => {
  expect(missing([role("denied"), role("denied")])).toEqual([["sts:AssumeRole"], ["sts:AssumeRole"]]);
});

test("others could be assumed: the fault lies with this role", () => {
  expect(missing([role("ok"), role("denied")])).toEqual([[], []]);
});

test("AWS says that the caller's policy is silent: then it is the caller's", () => {
  const detail = "because no identity-based policy allows the sts:AssumeRole action";
  expect(missing([role("ok"), role("denied", detail)])).toEqual([[], ["sts:AssumeRole"]]);
});
