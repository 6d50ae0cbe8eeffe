import { UserError } from "../model/user-error.js";
import type { AwsFailure } from "./classify-failure.js";
import { describeFailure } from "./describe-failure.js";

const AUDIT_FILES =
  "Or audit files without any AWS access: `iamspect audit FILE...` reads credential reports and AWS CLI output.";

/** The error for a person whose first request to AWS failed, after which nothing can be collected. */
export function accessError(failure: AwsFailure, profile: string | undefined, cause: unknown): UserError {
  const who = profile === undefined ? "" : ` for profile "${profile}"`;
  const why = describeFailure(failure);
  switch (failure.kind) {
    case "missing_credentials":
      return fail("aws_credentials_missing", `No AWS credentials were found${who}.`, failure.message, [
        "Set them up with `aws configure`, choose a profile with --profile or AWS_PROFILE, or sign in with",
        "`aws sso login` or `aws login`.",
      ]);
    case "expired_credentials":
      return fail("aws_credentials_expired", `The AWS credentials${who} have expired.`, why, [
        "Sign in again with `aws sso login` or `aws login`, or get new temporary credentials.",
      ]);
    case "invalid_credentials":
      return fail("aws_credentials_invalid", `AWS does not accept the credentials${who}.`, why, [
        "Check with `aws sts get-caller-identity` that the access key exists and is active, that a session token",
        "goes with temporary credentials, and that the region belongs to the same partition.",
      ]);
    case "network":
      return fail("aws_unreachable", "AWS could not be reached.", why, [
        "Check the network, the proxy and the region; if AWS_ENDPOINT_URL or endpoint_url is set, check that too.",
      ]);
    default:
      return fail("aws_identity_failed", `AWS did not tell whose credentials these are${who}.`, why, [
        "Check with `aws sts get-caller-identity`; a role in the profile must allow itself to be assumed,",
        "and AWS_ENDPOINT_URL or endpoint_url, if set, must lead to AWS.",
      ]);
  }

  function fail(code: string, what: string, reason: string, fix: readonly string[]): UserError {
    return new UserError({
      code,
      what,
      why: reason,
      fix: [...fix, AUDIT_FILES].join(" "),
      exitCode: 1,
      cause,
    });
  }
}
