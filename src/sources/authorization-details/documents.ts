import { z } from "zod";
import { arn, maybe, policyText, tags, text, when, whole } from "../values.js";

const attached = maybe(z.array(z.object({ PolicyArn: arn })));
const inline = maybe(z.array(z.object({ PolicyName: text, PolicyDocument: maybe(policyText) })));
/** An ARN ends with the name: an element whose name is another one says of nobody anything that can be relied on. */
function named<Field extends string>(field: Field) {
  return (one: Readonly<Record<Field | "Arn", string>>, context: z.RefinementCtx) => {
    if (one.Arn.endsWith(`/${one[field]}`)) return;
    context.addIssue({ code: "custom", path: [field], message: "must be the name that its ARN ends with" });
  };
}
const boundary = maybe(z.object({ PermissionsBoundaryArn: maybe(arn) }));

/** What users, groups and roles have in common. */
const identity = { Path: maybe(text), Arn: arn, CreateDate: maybe(when), AttachedManagedPolicies: attached };

export const user = z
  .object({
    ...identity,
    UserName: text,
    UserId: maybe(text),
    GroupList: maybe(z.array(text)),
    UserPolicyList: inline,
    PermissionsBoundary: boundary,
    Tags: tags,
  })
  .superRefine(named("UserName"));
export type UserDetail = z.output<typeof user>;

export const group = z
  .object({ ...identity, GroupName: text, GroupId: maybe(text), GroupPolicyList: inline })
  .superRefine(named("GroupName"));
export type GroupDetail = z.output<typeof group>;

export const role = z
  .object({
    ...identity,
    RoleName: text,
    RoleId: maybe(text),
    AssumeRolePolicyDocument: maybe(policyText),
    RolePolicyList: inline,
    PermissionsBoundary: boundary,
    RoleLastUsed: maybe(z.object({ LastUsedDate: maybe(when) })),
    Tags: tags,
  })
  .superRefine(named("RoleName"));
export type RoleDetail = z.output<typeof role>;

const version = z.object({
  VersionId: maybe(text),
  IsDefaultVersion: maybe(z.boolean()),
  Document: maybe(policyText),
});
/** What is left of a policy that cannot be read: it is there, and nobody knows what it says. */
export const namedPolicy = z.object({ PolicyName: text, Arn: arn });
export const policy = namedPolicy.extend({
  DefaultVersionId: maybe(text),
  AttachmentCount: maybe(whole),
  PolicyVersionList: maybe(z.array(version)),
});
export type ManagedPolicy = z.output<typeof policy>;

/** Whether another page follows. */
export const page = z.object({
  IsTruncated: z.boolean().nullish(),
  /** What the CLI prints instead where --max-items cut its answer off. */
  NextToken: z.string().nullish(),
});
