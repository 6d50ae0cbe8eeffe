import { expect, test } from "vitest";
import { accessError } from "./access-error.js";
import type { FailureKind } from "./classify-failure.js";

const build = (kind: FailureKind, profile?: string) =>
  accessError({ kind, code: "SomeCode", message: "said" }, profile, new Error("cause"));

test.each([
  ["missing_credentials", "aws_credentials_missing", /aws configure.*AWS_PROFILE.*aws sso login/],
  ["expired_credentials", "aws_credentials_expired", /aws sso login/],
  ["invalid_credentials", "aws_credentials_invalid", /get-caller-identity/],
  ["network", "aws_unreachable", /network.*AWS_ENDPOINT_URL/],
  ["denied", "aws_identity_failed", /role/],
  ["other", "aws_identity_failed", /get-caller-identity/],
] as const)("%s says what to do, and that files can be audited instead", (kind, code, fix) => {
  const error = build(kind);
  expect(error).toMatchObject({ code, exitCode: 1 });
  expect(error.why).toContain("said");
  expect(error.fix).toMatch(fix);
  expect(error.fix).toContain("iamspect audit FILE");
});

test("the profile that was asked for is named", () => {
  expect(build("missing_credentials", "audit").what).toContain('profile "audit"');
  expect(build("missing_credentials").what).not.toContain("profile");
});
