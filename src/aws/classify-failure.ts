import { plainLine } from "./plain-line.js";

export type FailureKind =
  | "denied"
  | "throttled"
  | "missing_credentials"
  | "expired_credentials"
  | "invalid_credentials"
  | "not_found"
  | "network"
  | "other";

/** A failed AWS request in our own terms. */
export interface AwsFailure {
  readonly kind: FailureKind;
  /** AWS's code without the SDK's "Exception" ("AccessDenied"), else Node's code, else `HTTP <status>`. */
  readonly code: string;
  /** What AWS or the system said: one line, without control characters. */
  readonly message: string;
}

const BY_CODE: ReadonlyMap<string, FailureKind> = new Map([
  ...kindOf("denied", [
    "AccessDenied",
    "AccessDeniedForDependency",
    "AuthorizationError",
    "NotAuthorized",
    "UnauthorizedOperation",
  ]),
  ...kindOf("throttled", [
    "BandwidthLimitExceeded",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "Throttled",
    "Throttling",
    "TooManyRequests",
  ]),
  ...kindOf("expired_credentials", ["ExpiredToken", "RequestExpired", "TokenRefreshRequired"]),
  ...kindOf("invalid_credentials", [
    "AuthFailure",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignature",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
  ]),
  ...kindOf("not_found", ["NoSuchEntity", "AWSOrganizationsNotInUse"]),
  ...kindOf("network", ["RequestTimeout", "TimeoutError"]),
]);

const NETWORK_CODE =
  /^(E(CONN(REFUSED|RESET|ABORTED)|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|TIMEDOUT|PIPE|PROTO)|CERT_\w+|ERR_(TLS|SSL)_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/**
 * Says what kind of failure an error of the AWS SDK is. Codes on the wire ("AccessDenied"), the SDK's exception names
 * ("AccessDeniedException") and Node's network codes are all understood; nothing depends on the text of a message
 * but the one thing that has no code: that a single sign-on session has run out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function classifyFailure(error: unknown): AwsFailure {
  const code = errorCode(error);
  const message = plainLine(error instanceof Error ? error.message : String(error));
  if (isCredentialsError(error)) {
    const expired = /expired|sso session|to refresh/i.test(message);
    return { kind: expired ? "expired_credentials" : "missing_credentials", code, message };
  }
  const known = BY_CODE.get(code);
  if (known !== undefined) return { kind: known, code, message };
  if (httpStatus(error) === 429) return { kind: "throttled", code, message };
  const network = networkCode(error);
  if (network !== undefined) return { kind: "network", code: network, message: message || network };
  return { kind: "other", code, message };
}

/** AWS's code of an error, alike for the code on the wire and the SDK's name of it. */
export function errorCode(error: unknown): string {
  const name = text(error, "Code") ?? text(error, "name") ?? "Error";
  const status = httpStatus(error);
  // These two are what the SDK makes of an answer that names no code: the status says more.
  const nameless = text(error, "Code") === undefined && ["Unknown", "NotFound", "Error"].includes(name);
  if (nameless && status !== undefined) return `HTTP ${status}`;
  return plainLine(name)
    .replace(/^.*#/, "")
    .replace(/^(Client|Server)\./, "")
    .replace(/(?<=.)Exception$/, "");
}

function isCredentialsError(error: unknown): boolean {
  return ["CredentialsProviderError", "TokenProviderError"].includes(text(error, "name") ?? "");
}

/** Node's code of a broken connection, which may lie in a cause or among the tries of several addresses. */
function networkCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const code = text(error, "code");
  if (code !== undefined && NETWORK_CODE.test(code)) return code;
  const inner = error instanceof AggregateError ? [...error.errors, error.cause] : [error.cause];
  for (const each of inner) {
    const found = networkCode(each, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function httpStatus(error: unknown): number | undefined {
  const metadata: unknown = property(error, "$metadata");
  const status = property(metadata, "httpStatusCode");
  return typeof status === "number" ? status : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = property(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function kindOf(kind: FailureKind, codes: readonly string[]): [string, FailureKind][] {
  return codes.map((code) => [code, kind]);
}
