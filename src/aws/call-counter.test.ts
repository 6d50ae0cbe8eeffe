import { expect, test } from "vitest";
import { CallCounter } from "./call-counter.js";

test("calls are counted by action and sorted", () => {
  const calls = new CallCounter();
  for (const action of ["sts:GetCallerIdentity", "iam:GetAccountSummary", "iam:GetAccountSummary"])
    calls.add(action);
  expect(JSON.stringify(calls.toRecord())).toBe('{"iam:GetAccountSummary":2,"sts:GetCallerIdentity":1}');
});

test("a record is a copy", () => {
  const calls = new CallCounter();
  const before = calls.toRecord();
  calls.add("iam:GetAccountSummary");
  expect(before).toEqual({});
});
