import { expect, test } from "vitest";
import type { FailureKind } from "./classify-failure.js";
import { coverageOf } from "./coverage-of.js";

const coverage = (kind: FailureKind, code: string, message = "said") =>
  coverageOf({ kind, code, message }, "iam:GetAccountSummary");

test("a denial names the missing permission and nothing else", () => {
  expect(coverage("denied", "AccessDenied")).toEqual({ status: "denied", detail: "iam:GetAccountSummary" });
});

test("throttling is its own status", () => {
  expect(coverage("throttled", "Throttling").status).toBe("throttled");
});

test("every other failure is an error that names the request and what was said", () => {
  const kinds: FailureKind[] = [
    "missing_credentials",
    "expired_credentials",
    "invalid_credentials",
    "network",
  ];
  for (const kind of [...kinds, "not_found", "other"] as const) {
    const { status, detail } = coverage(kind, "SomeCode");
    expect(status).toBe("error");
    expect(detail).toMatch(/^iam:GetAccountSummary: .*SomeCode: said/);
  }
  expect(coverage("other", "Error", "no SummaryMap").detail).toBe("iam:GetAccountSummary: no SummaryMap");
});
