import { z } from "zod";

/** What a kind of evidence is called. Which there are the sources say, a layer above. */
export const evidenceKind = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be a kind of evidence");
export type EvidenceKind = z.output<typeof evidenceKind>;

/**
 * How the collection of one kind of evidence from one account ended.
 *
 * - `ok`: it is there. A detail may say what was special about it.
 * - `denied`: AWS refused it; the detail is the missing permission, such as `iam:GetCredentialReport`.
 * - `throttled`: AWS asked for fewer requests for longer than we were willing to wait.
 * - `error`: anything else went wrong; the detail says what.
 * - `closed`: the account is closed, or about to be; nobody can ask it for anything.
 * - `not_collected`: it was not asked for, or is not among the files.
 */
export const COVERAGE_STATUSES = ["ok", "denied", "throttled", "error", "closed", "not_collected"] as const;

export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];
