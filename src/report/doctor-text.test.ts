import pc from "picocolors";
import { expect, test } from "vitest";
import type { Check } from "../model/check.js";
import { missingPolicies } from "../sources/missing-policies.js";
import { doctorText } from "./doctor-text.js";

const plain = pc.createColors(false);
const check = (more: Partial<Check>): Check => ({
  about: "account",
  account_id: "111122223333",
  check: "account_summary",
  status: "ok",
  missing: [],
  detail: "",
  ...more,
});
const lines = (checks: readonly Check[]) =>
  doctorText(
    { checks, policies: missingPolicies(checks, "111122223333", {}) },
    { paint: plain, width: 200 },
  ).split("\n");

test("one account: all that was tried", () => {
  const checks = [
    check({ about: "machine", account_id: null, check: "node", detail: "Node.js 22" }),
    check({}),
    check({ check: "scp", status: "not_collected", detail: "only the management account" }),
  ];
  expect(lines(checks)).toEqual([
    "This machine",
    "CHECK  STATUS  DETAIL",
    "node   ok      Node.js 22",
    "",
    "Account 111122223333",
    "CHECK            STATUS         DETAIL",
    "account_summary  ok",
    "scp              not collected  only the management account",
    "",
  ]);
});

test("many accounts: only those that lack something, and what fixes it", () => {
  const said =
    "AccessDenied: User: x is not authorized to perform: iam:GetAccountSummary on resource: * with an explicit deny in a service control policy";
  const missing = ["iam:GetAccountSummary"];
  const ids = ["1", "2", "3", "4", "5"].map((digit) => digit.repeat(12));
  const checks = ids.map((account_id, index) =>
    check(index === 0 ? { account_id } : { account_id, status: "denied", missing, detail: said }),
  );
  const text = lines(checks);
  expect(text[0]).toBe("Everything is there in 1 of 5 accounts; the others");
  expect(text[2]).toBe(
    "account_summary  denied  iam:GetAccountSummary: with an explicit deny in a service control policy  " +
      `${ids.slice(1, 4).join(", ")} and 1 more`,
  );
  expect(text).toContain(
    `Missing in ${ids.slice(1, 4).join(", ")} and 1 more: attach this to whoever reads the account there`,
  );
  expect(text.join("\n")).toContain('"Action": ["iam:GetAccountSummary"]');
});

test("many accounts and nothing missing: one line", () => {
  expect(lines([check({}), check({ account_id: "222233334444" })])).toEqual([
    "Everything is there in 2 of 2 accounts.",
    "",
  ]);
});

test("accounts that were not asked are counted apart; roles that fail alike are one row", () => {
  const role = (id: string): Check => {
    const detail = `arn:aws:iam::${id}:role/r: the role does not exist. AWS said: User: x at ${id}`;
    return check({ account_id: id, check: "audit_role", status: "denied", detail });
  };
  const closed = check({ account_id: "3".repeat(12), check: "audit_role", status: "not_checked" });
  const text = lines([role("1".repeat(12)), role("2".repeat(12)), closed]);
  expect(text[0]).toBe("Everything is there in 0 of 2 accounts (1 more were not asked); the others");
  expect(text.slice(2)).toEqual([
    `audit_role  denied  arn:aws:iam::{account_id}:role/r: the role does not exist  ${"1".repeat(12)}, ${"2".repeat(12)}`,
    "",
  ]);
});

test("what AWS said is disarmed", () => {
  const evil = check({ status: "denied", missing: ["iam:GetAccountSummary"], detail: "\u001b[2J" });
  expect(lines([evil]).join("\n")).not.toContain("\u001b");
});
