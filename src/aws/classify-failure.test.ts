import {
  CredentialReportNotReadyException,
  IAMServiceException,
  LimitExceededException,
  NoSuchEntityException,
  ServiceFailureException,
} from "@aws-sdk/client-iam";
import {
  AccessDeniedException,
  AWSOrganizationsNotInUseException,
  TooManyRequestsException,
} from "@aws-sdk/client-organizations";
import { ExpiredTokenException, STSServiceException } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { classifyFailure, errorCode } from "./classify-failure.js";

const base = { message: "said", $metadata: {} };
const iam = (name: string, status = 400) =>
  new IAMServiceException({ name, $fault: "client", message: "said", $metadata: { httpStatusCode: status } });
const node = (code: string) => Object.assign(new Error(`connect ${code} 127.0.0.1:9`), { code });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  ["denied", "AccessDenied", iam("AccessDenied", 403)],
  ["denied", "AccessDenied", new AccessDeniedException(base)],
  ["denied", "UnauthorizedOperation", iam("Client.UnauthorizedOperation", 403)],
  ["throttled", "Throttling", iam("Throttling")],
  ["throttled", "Throttling", iam("ThrottlingException")],
  ["throttled", "RequestLimitExceeded", iam("RequestLimitExceeded", 503)],
  ["throttled", "TooManyRequests", new TooManyRequestsException(base)],
  ["throttled", "HTTP 429", iam("Unknown", 429)],
  ["expired_credentials", "ExpiredToken", iam("ExpiredToken", 403)],
  ["expired_credentials", "ExpiredToken", new ExpiredTokenException(base)],
  ["expired_credentials", "RequestExpired", iam("RequestExpired")],
  ["invalid_credentials", "InvalidClientTokenId", iam("InvalidClientTokenId", 403)],
  ["invalid_credentials", "SignatureDoesNotMatch", iam("SignatureDoesNotMatch", 403)],
  [
    "invalid_credentials",
    "UnrecognizedClient",
    new STSServiceException({ name: "UnrecognizedClientException", $fault: "client", ...base }),
  ],
  ["not_found", "NoSuchEntity", new NoSuchEntityException(base)],
  ["not_found", "NoSuchEntity", iam("NoSuchEntity", 404)],
  ["not_found", "AWSOrganizationsNotInUse", new AWSOrganizationsNotInUseException(base)],
  ["other", "LimitExceeded", new LimitExceededException(base)],
  ["other", "ServiceFailure", new ServiceFailureException(base)],
  ["other", "CredentialReportNotReady", new CredentialReportNotReadyException(base)],
  ["other", "com.amazonaws.x#Odd".replace(/^.*#/, ""), iam("com.amazonaws.x#OddException")],
] as const)("%s: %s", (kind, code, error) => {
  expect(classifyFailure(error)).toEqual({ kind, code, message: "said" });
});

test("a 404 without AWS's code is not 'no such entity': it comes from something else", () => {
  expect(classifyFailure(iam("NotFound", 404))).toMatchObject({ kind: "other", code: "HTTP 404" });
});

test("AWS's own code wins over the name that the SDK gave", () => {
  expect(errorCode(Object.assign(named("Error", "x"), { Code: "ReportInProgress" }))).toBe(
    "ReportInProgress",
  );
});

test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ECONNRESET", "EHOSTUNREACH"])(
  "%s is the network",
  (code) => {
    expect(classifyFailure(node(code))).toMatchObject({ kind: "network", code });
    const wrapped = new Error("request failed", { cause: new AggregateError([node(code)]) });
    expect(classifyFailure(wrapped)).toMatchObject({ kind: "network", code });
  },
);

test("certificates that are not trusted and requests that time out are the network too", () => {
  expect(classifyFailure(node("SELF_SIGNED_CERT_IN_CHAIN")).kind).toBe("network");
  expect(classifyFailure(node("UNABLE_TO_VERIFY_LEAF_SIGNATURE")).kind).toBe("network");
  expect(classifyFailure(named("TimeoutError", "timed out")).kind).toBe("network");
  expect(classifyFailure(node("ENOSPC")).kind).toBe("other");
});

test("credentials that were never there and a sign-on that ran out are told apart", () => {
  const missing = named("CredentialsProviderError", "Could not load credentials from any providers");
  const expired = named(
    "CredentialsProviderError",
    "The SSO session associated with this profile has expired.",
  );
  const token = named(
    "TokenProviderError",
    "Token is expired. To refresh this SSO session run aws sso login.",
  );
  expect(classifyFailure(missing).kind).toBe("missing_credentials");
  expect(classifyFailure(expired).kind).toBe("expired_credentials");
  expect(classifyFailure(token).kind).toBe("expired_credentials");
});

test("a message is one line that cannot steer a terminal", () => {
  const { message } = classifyFailure(new Error("\u001b[2J\u202eevil\t one\nsecond line"));
  expect(message).toBe("[2J evil one");
  expect(classifyFailure(new Error("x".repeat(1000))).message).toHaveLength(300);
});

test("anything may be thrown", () => {
  expect(classifyFailure("text")).toEqual({ kind: "other", code: "Error", message: "text" });
  expect(classifyFailure(undefined).kind).toBe("other");
  expect(classifyFailure({ name: 7, $metadata: null }).kind).toBe("other");
});
