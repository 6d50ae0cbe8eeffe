import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import { ORGANIZATION_READERS, type OrganizationDocument } from "./organization-documents.js";
import { USER_READERS, type UserDocument } from "./user-documents.js";

/** What AWS and its command line print, as far as it is read. Unknown members are ignored. */

const text = z.string();
const when = z.union([text, z.number()]);
/** A policy document: an object as the AWS CLI prints it, or URL-encoded text as the API answers. */
const document = z.union([z.record(text, z.unknown()), text]);
const tags = z.array(z.object({ Key: text, Value: text })).nullish();
const attached = z.array(z.object({ PolicyName: text.nullish(), PolicyArn: text })).nullish();
const inline = z.array(z.object({ PolicyName: text, PolicyDocument: document.nullish() })).nullish();
const boundary = z.object({ PermissionsBoundaryArn: text.nullish() }).nullish();

export const userDetail = z.object({
  Path: text.nullish(),
  UserName: text,
  UserId: text.nullish(),
  Arn: text,
  CreateDate: when.nullish(),
  GroupList: z.array(text).nullish(),
  AttachedManagedPolicies: attached,
  UserPolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
});

const groupDetail = z.object({
  Path: text.nullish(),
  GroupName: text,
  GroupId: text.nullish(),
  Arn: text,
  CreateDate: when.nullish(),
  AttachedManagedPolicies: attached,
  GroupPolicyList: inline,
});

const roleDetail = z.object({
  Path: text.nullish(),
  RoleName: text,
  RoleId: text.nullish(),
  Arn: text,
  CreateDate: when.nullish(),
  AssumeRolePolicyDocument: document.nullish(),
  AttachedManagedPolicies: attached,
  RolePolicyList: inline,
  PermissionsBoundary: boundary,
  RoleLastUsed: z.object({ LastUsedDate: when.nullish() }).nullish(),
  Tags: tags,
});

const managedPolicy = z.object({
  PolicyName: text,
  Arn: text,
  DefaultVersionId: text.nullish(),
  AttachmentCount: z.number().nullish(),
  PolicyVersionList: z
    .array(
      z.object({
        VersionId: text.nullish(),
        IsDefaultVersion: z.boolean().nullish(),
        Document: document.nullish(),
      }),
    )
    .nullish(),
});

const authorizationDetails = z.object({
  UserDetailList: z.array(userDetail).default([]),
  GroupDetailList: z.array(groupDetail).default([]),
  RoleDetailList: z.array(roleDetail).default([]),
  Policies: z.array(managedPolicy).default([]),
  IsTruncated: z.boolean().nullish(),
  /** What the CLI prints instead where --max-items cut its answer off. */
  NextToken: text.nullish(),
});
export type AuthorizationDetails = z.output<typeof authorizationDetails>;

const credentialReport = z.object({ Content: text, GeneratedTime: when.nullish() });

const listAccounts = z.object({
  Accounts: z.array(
    z.object({
      Id: text.regex(ACCOUNT_ID),
      Arn: text.nullish(),
      Name: text.nullish(),
      State: text.nullish(),
      Status: text.nullish(),
      Paths: z.array(text).nullish(),
    }),
  ),
});
export type ListAccounts = z.output<typeof listAccounts>;

const organization = z.object({
  Organization: z.object({
    Id: text,
    Arn: text.nullish(),
    FeatureSet: text.nullish(),
    MasterAccountId: text.regex(ACCOUNT_ID).nullish(),
    MasterAccountArn: text.nullish(),
  }),
});
export type Organization = z.output<typeof organization>["Organization"];

const accountSummary = z.object({ SummaryMap: z.record(text, z.number()) });
const passwordPolicy = z.object({
  PasswordPolicy: z
    .object({
      MinimumPasswordLength: z.number().nullish(),
      RequireSymbols: z.boolean().nullish(),
      RequireNumbers: z.boolean().nullish(),
      RequireUppercaseCharacters: z.boolean().nullish(),
      RequireLowercaseCharacters: z.boolean().nullish(),
      AllowUsersToChangePassword: z.boolean().nullish(),
      MaxPasswordAge: z.number().nullish(),
      PasswordReusePrevention: z.number().nullish(),
      HardExpiry: z.boolean().nullish(),
    })
    .nullable(),
});
export type PasswordPolicy = z.output<typeof passwordPolicy>["PasswordPolicy"];
const virtualDevices = z.object({
  VirtualMFADevices: z.array(
    z.object({
      SerialNumber: text,
      EnableDate: when.nullish(),
      User: z.object({ Arn: text.nullish() }).nullish(),
    }),
  ),
});
export type VirtualDevices = z.output<typeof virtualDevices>["VirtualMFADevices"];
const aliases = z.object({ AccountAliases: z.array(text) });
const callerIdentity = z.object({ Account: text.regex(ACCOUNT_ID), Arn: text, UserId: text });
const awsError = z.object({ __type: text, Message: text.nullish() });

export type Document =
  | OrganizationDocument
  | UserDocument
  | { readonly kind: "authorization_details"; readonly value: AuthorizationDetails }
  | { readonly kind: "credential_report"; readonly value: z.output<typeof credentialReport> }
  | { readonly kind: "list_accounts"; readonly value: ListAccounts }
  | { readonly kind: "organization"; readonly value: Organization }
  | { readonly kind: "account_summary"; readonly value: Readonly<Record<string, number>> }
  | { readonly kind: "password_policy"; readonly value: PasswordPolicy }
  | { readonly kind: "virtual_mfa_devices"; readonly value: VirtualDevices }
  | { readonly kind: "account_alias"; readonly value: readonly string[] }
  | { readonly kind: "caller_identity"; readonly value: z.output<typeof callerIdentity> }
  | { readonly kind: "aws_error"; readonly value: z.output<typeof awsError> }
  /** It would be of use, but does not say what it is about; the value says what it leaves out, and the way out. */
  | { readonly kind: "unplaced"; readonly value: Unplaced };

interface Unplaced {
  readonly missing: string;
  readonly fix: string;
}

/** Answers of AWS that leave out what was asked about. */
const UNPLACED: readonly (readonly [string, Unplaced])[] = [
  ["Targets", unplaced("which policy these are the targets of", "PolicyTargets: PolicyId, TargetId, Type")],
  ["Parents", unplaced("what this is the parent of", "AccountParents: AccountId, ParentId")],
  [
    "AccessKeyLastUsed",
    unplaced("which access key it is about", "AccessKeysLastUsed: AccessKeyId, AccessKeyLastUsed"),
  ],
];

function unplaced(missing: string, shape: string): Unplaced {
  const fix = `Write it with what was asked, as a list ${shape}; \`iamspect collect\` does so.`;
  return { missing, fix };
}

/** How each document is read, by a member that no other kind has; the first member found decides. */
const READERS: readonly (readonly [string, (value: unknown) => Document | undefined])[] = [
  ...["UserDetailList", "GroupDetailList", "RoleDetailList"].map(
    (member): readonly [string, (value: unknown) => Document] => [
      member,
      (value) => ({ kind: "authorization_details", value: authorizationDetails.parse(value) }),
    ],
  ),
  ["Content", (value) => ({ kind: "credential_report", value: credentialReport.parse(value) })],
  ["Accounts", (value) => ({ kind: "list_accounts", value: listAccounts.parse(value) })],
  ["Organization", (value) => ({ kind: "organization", value: organization.parse(value).Organization })],
  ["SummaryMap", (value) => ({ kind: "account_summary", value: accountSummary.parse(value).SummaryMap })],
  [
    "PasswordPolicy",
    (value) => ({ kind: "password_policy", value: passwordPolicy.parse(value).PasswordPolicy }),
  ],
  [
    "VirtualMFADevices",
    (value) => ({ kind: "virtual_mfa_devices", value: virtualDevices.parse(value).VirtualMFADevices }),
  ],
  ["AccountAliases", (value) => ({ kind: "account_alias", value: aliases.parse(value).AccountAliases })],
  ["UserId", (value) => ({ kind: "caller_identity", value: callerIdentity.parse(value) })],
  ...ORGANIZATION_READERS,
  ...USER_READERS,
  ...UNPLACED.map(([member, value]): readonly [string, () => Document] => [
    member,
    () => ({ kind: "unplaced", value }),
  ]),
  ["__type", (value) => ({ kind: "aws_error", value: awsError.parse(value) })],
];

/** The document in a JSON value; undefined when it is none that iamspect knows; `z.ZodError` when it is malformed. */
export function readDocument(value: unknown): Document | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const reader = READERS.find(([member]) => Object.hasOwn(value, member));
  return reader?.[1](value);
}
