import { z } from "zod";
import { REGION } from "../../model/collection.js";
import { quotedAccountId } from "../../model/quoted-account-id.js";

/** A name, or an ARN in which {account_id} and {partition} are filled in. */
const role = z
  .string()
  .regex(
    /^(arn:(aws[a-z-]*|\{partition\}):iam::(\d{12}|\{account_id\}):role\/)?[\w+=,.@/{}-]{1,576}$/,
    "must be a role name, or an ARN such as arn:{partition}:iam::{account_id}:role/iamspect-audit",
  );

/** With which credentials an account or an organization is read. */
const access = {
  /** A profile of the AWS configuration; without it the credentials at hand. */
  profile: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  role: role.optional(),
  external_id: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1224 letters, digits or +=,.@:/-")
    .optional(),
  session_name: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits or +=,.@-")
    .optional(),
};
export const accessSchema = z.strictObject(access);
export type Access = z.output<typeof accessSchema>;

/** Which accounts: `111122223333`, `ou:/Workloads/Prod`, `ou:ou-ab12-cdefgh34`, `tag:team`, `tag:team=web`. */
export const selectorSchema = z
  .string()
  .regex(
    /^(\d{12}|ou:(\/.*|(ou|r)-[a-z0-9-]+)|tag:[^=]+(=.*)?)$/,
    "must be an account id in quotes, ou:/PATH, ou:ID, tag:KEY or tag:KEY=VALUE",
  );

/** Also everything around the users: buckets, databases, trails, instances, networks, in every Region. */
const full = z.boolean().default(false);

/** Only these Regions are asked, for what is of Regions; left out: all that an account has enabled. */
const regions = z.array(z.string().regex(REGION, "must be Regions such as eu-central-1")).min(1).optional();

const organization = z.strictObject({
  ...access,
  full,
  regions,
  include: z.array(selectorSchema).default([]),
  exclude: z.array(selectorSchema).default([]),
  /** Also ask for the credentials of the root users of member accounts, with sts:AssumeRoot. */
  assume_root: z.boolean().default(false),
  /** Another access for some of its accounts; later entries win. */
  overrides: z.array(z.strictObject({ ...access, accounts: z.array(selectorSchema).min(1) })).default([]),
});
export type OrganizationPlan = z.output<typeof organization>;

/** An account that is read by itself: with a role, or with a profile of its own. */
const standalone = z
  .strictObject({ ...access, full, regions, account_id: quotedAccountId.optional() })
  .refine(
    (one) =>
      one.profile !== undefined || one.role?.startsWith("arn:") === true || one.account_id !== undefined,
    { message: "an account needs a profile, an account_id or the ARN of a role" },
  );
export type StandalonePlan = z.output<typeof standalone>;

/** The `collect` section of iamspect.yaml: what one live snapshot is made of. */
export const collectPlanSchema = z.strictObject({
  organizations: z.array(organization).default([]),
  accounts: z.array(standalone).default([]),
});
export type CollectPlan = z.output<typeof collectPlanSchema>;
