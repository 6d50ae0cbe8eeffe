import { z } from "zod";
import { each } from "../document.js";
import { arn, maybe, policyText, tags, text, when, whole } from "../values.js";

const attached = maybe(z.array(z.object({ PolicyArn: arn })));
const inline = maybe(z.array(z.object({ PolicyName: text, PolicyDocument: maybe(policyText) })));
const boundary = maybe(z.object({ PermissionsBoundaryArn: maybe(arn) }));

/** What users, groups and roles have in common. */
const identity = { Path: maybe(text), Arn: arn, CreateDate: maybe(when), AttachedManagedPolicies: attached };

const user = z.object({
  ...identity,
  UserName: text,
  UserId: maybe(text),
  GroupList: maybe(z.array(text)),
  UserPolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
});
export type UserDetail = z.output<typeof user>;

const group = z.object({ ...identity, GroupName: text, GroupId: maybe(text), GroupPolicyList: inline });

const role = z.object({
  ...identity,
  RoleName: text,
  RoleId: maybe(text),
  AssumeRolePolicyDocument: maybe(policyText),
  RolePolicyList: inline,
  PermissionsBoundary: boundary,
  RoleLastUsed: maybe(z.object({ LastUsedDate: maybe(when) })),
  Tags: tags,
});

const version = z.object({
  VersionId: maybe(text),
  IsDefaultVersion: maybe(z.boolean()),
  Document: maybe(policyText),
});
/** What is left of a policy that cannot be read: it is there, and nobody knows what it says. */
export const namedPolicy = z.object({ PolicyName: text, Arn: arn });
const policy = namedPolicy.extend({
  DefaultVersionId: maybe(text),
  AttachmentCount: maybe(whole),
  PolicyVersionList: maybe(z.array(version)),
});
export type ManagedPolicy = z.output<typeof policy>;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const detailsShape = {
  UserDetailList: each(user).optional(),
  GroupDetailList: each(group).optional(),
  RoleDetailList: each(role).optional(),
  Policies: each(policy).optional(),
  IsTruncated: z.boolean().nullish(),
  /** What the CLI prints instead where --max-items cut its answer off. */
  NextToken: z.string().nullish(),
};
export type AuthorizationDetails = z.output<z.ZodObject<typeof detailsShape>>;
