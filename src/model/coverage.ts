/** The kinds of evidence an audit rests on. */
export const EVIDENCE_KINDS = [
  "credential_report",
  "authorization_details",
  "account_summary",
  "password_policy",
  "virtual_mfa_devices",
  "account_alias",
  "service_credentials",
  "organization",
  "scp",
  "rcp",
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/**
 * How the collection of one kind of evidence from one account ended.
 *
 * - `ok`: it is there. A detail may say what was special about it.
 * - `denied`: AWS refused it; the detail is the missing permission, such as `iam:GetCredentialReport`.
 * - `throttled`: AWS asked for fewer requests for longer than we were willing to wait.
 * - `error`: anything else went wrong; the detail says what.
 * - `not_collected`: it was not asked for, or is not among the files.
 */
export const COVERAGE_STATUSES = ["ok", "denied", "throttled", "error", "not_collected"] as const;

export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];

/** Where a kind is not needed: SQL over the account `a`. No policy of an organization binds an account in none. */
export const NOT_NEEDED: { readonly [Kind in EvidenceKind]?: string } = {
  scp: "NOT a.scps_may_apply",
  rcp: "NOT a.scps_may_apply",
};
