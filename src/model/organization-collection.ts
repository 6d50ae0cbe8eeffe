import { z } from "zod";
import { ACCOUNT_ID } from "./arn.js";
import { evidenceRecordSchema } from "./collection.js";

/** The id of an organization: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

/**
 * What the `collection.json` of an organization's folder holds: how collecting it went. Kind `organization` stands
 * for the organization itself, its accounts, roots and organizational units; `scp` and `rcp` for the policies of
 * that type and what they are attached to.
 */
export const organizationCollectionSchema = z.object({
  version: z.literal(1),
  org_id: z.string().regex(ORGANIZATION_ID, "must be an organization id such as o-a1b2c3d4e5"),
  management_account_id: z.string().regex(ACCOUNT_ID, "must be the 12 digits of an account ID").optional(),
  partition: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "must be a partition such as aws, aws-cn or aws-us-gov")
    .optional(),
  /** When the last evidence of the organization had arrived, ISO 8601 with a time zone. */
  collected_at: z.iso.datetime({ offset: true }),
  evidence: z.array(evidenceRecordSchema),
  /** Requests sent, by action such as `organizations:ListAccounts`; every retry counts. */
  calls: z.record(z.string(), z.int().nonnegative()).default({}),
});
export type OrganizationCollection = z.output<typeof organizationCollectionSchema>;
