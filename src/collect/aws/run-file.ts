import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import { collectPlanSchema } from "./plan.js";

/** The file of a run's folder that says what the run is to do. It holds no credential. */
export const RUN_FILE = "run.json";

const accountTarget = z.object({
  account_id: z.string().regex(ACCOUNT_ID),
  partition: z.string(),
  profile: z.string().optional(),
  region: z.string().optional(),
  /** Absent: the credentials of the profile are the account's own. */
  role_arn: z.string().optional(),
  external_id: z.string().optional(),
  session_name: z.string(),
  /** Who says which organization it is in: the documents of that organization, or the account itself. */
  membership: z.enum(["organization", "account"]),
  assume_root: z.boolean(),
  /** Also what only --full asks for. */
  full: z.boolean().default(false),
  /** The only Regions that are asked. */
  regions: z.array(z.string()).optional(),
  /** Why it is listed but not asked. */
  skip: z.string().optional(),
});
/** An account that a run reads, and as whom. */
export type AccountTarget = z.output<typeof accountTarget>;

const organizationTarget = z.object({
  org_id: z.string().regex(ORGANIZATION_ID),
  profile: z.string().optional(),
  region: z.string().optional(),
  /** Whose credentials read it: a resumed run must not mix up organizations. */
  reader_account_id: z.string().regex(ACCOUNT_ID),
  left_out: z.array(z.string()),
});
export type OrganizationTarget = z.output<typeof organizationTarget>;

export const runOptionsSchema = z.object({
  plan: collectPlanSchema,
  /** Seconds to wait for a credential report. */
  report_timeout: z.number().positive(),
  /** Seconds that an account may take in all. */
  account_timeout: z.number().positive(),
  /** Requests under way at a time. */
  concurrency: z.int().positive(),
});
export type RunOptions = z.output<typeof runOptionsSchema>;

export const runFileSchema = z.object({
  version: z.literal(1),
  run_id: z.string(),
  started_at: z.iso.datetime(),
  /** The audit time that was asked for; null: when the collecting ends. */
  as_of: z.iso.datetime().nullable(),
  options: runOptionsSchema,
  /** What was found to be read; absent until then. */
  targets: z
    .object({ organizations: z.array(organizationTarget), accounts: z.array(accountTarget) })
    .optional(),
});
export type RunFile = z.output<typeof runFileSchema>;
