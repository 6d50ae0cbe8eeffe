import type { CoverageStatus } from "../model/coverage.js";
import type { AwsFailure } from "./classify-failure.js";
import { describeFailure } from "./describe-failure.js";

/** How a failed request is told in the coverage of an account. */
export interface FailedCoverage {
  readonly status: Extract<CoverageStatus, "denied" | "throttled" | "error">;
  readonly detail: string;
}

/** The coverage of evidence that a failed request was to deliver; `action` such as `iam:GetAccountSummary`. */
export function coverageOf(failure: AwsFailure, action: string): FailedCoverage {
  const said = describeFailure(failure);
  switch (failure.kind) {
    case "denied":
      return { status: "denied", detail: action };
    case "throttled":
      return {
        status: "throttled",
        detail: `${action}: still throttled after every retry (${failure.code})`,
      };
    case "missing_credentials":
    case "expired_credentials":
    case "invalid_credentials":
      return { status: "error", detail: `${action}: AWS no longer took the credentials (${said})` };
    case "network":
      return { status: "error", detail: `${action}: AWS could not be reached (${said})` };
    default:
      return { status: "error", detail: `${action}: ${said}` };
  }
}
