import type { EvidenceKind } from "./coverage.js";

/** What a permission delivers: a kind of evidence, or what a run needs beside evidence. */
export type Delivery =
  | EvidenceKind
  | "fresh"
  | "delegated_administrators"
  | "account_tags"
  | "root_access_features"
  | "audit_role"
  | "root_user";

/** One action that iamspect calls, and what is missing without it. */
export interface Permission {
  /** As IAM policies write it: `iam:GetAccountSummary`. */
  readonly action: string;
  readonly delivers: readonly Delivery[];
  /** What the answer is needed for. */
  readonly what: string;
}

/** What an action may be done to: everything, the audit role of any account, the root user of any account. */
export type PermissionTarget = "any" | "audit_role" | "root_user";

/** Actions that belong together: a statement of a policy. */
export interface PermissionGroup {
  /** The Sid of the statement. */
  readonly sid: string;
  /** `account`: in every audited account; `organization`: in the management account or a delegated administrator. */
  readonly scope: "account" | "organization";
  /** The option that needs it; none: every run of its scope does. */
  readonly option?: "fresh" | "root" | "tags";
  readonly target: PermissionTarget;
  readonly what: string;
  readonly permissions: readonly Permission[];
}

/** The name that the templates in `deploy/` give to the role of an audited account. */
export const AUDIT_ROLE = "iamspect-audit";

/** The only task a root session is asked for: it allows to read, on root, and nothing else. */
export const ROOT_TASK = "IAMAuditRootUserCredentials";

/**
 * Every permission that iamspect uses, declared once. The policies and templates in `deploy/`, their documentation and
 * `iamspect doctor` derive from this list; none of these actions changes anything (a credential report is a cache).
 */
export const PERMISSIONS: readonly PermissionGroup[] = [
  {
    sid: "ReadCredentialReport",
    scope: "account",
    target: "any",
    what: "passwords, access keys, certificates and MFA of every user, in one file",
    permissions: [
      one("iam:GenerateCredentialReport", ["credential_report"], "asks AWS to make the report"),
      one("iam:GetCredentialReport", ["credential_report"], "fetches it"),
    ],
  },
  {
    sid: "ReadAccount",
    scope: "account",
    target: "any",
    what: "what applies to the users of the account",
    permissions: [
      one(
        "iam:GetAccountAuthorizationDetails",
        ["authorization_details"],
        "users, groups, roles, policies and boundaries",
      ),
      one("iam:GetAccountSummary", ["account_summary"], "whether root has a password, keys and MFA"),
      one("iam:GetAccountPasswordPolicy", ["password_policy"], "the password policy"),
      one("iam:ListVirtualMFADevices", ["virtual_mfa_devices"], "which MFA devices are virtual"),
      one("iam:ListAccountAliases", ["account_alias"], "the alias of the account"),
      one(
        "iam:ListServiceSpecificCredentials",
        ["service_credentials"],
        "Git credentials and API keys of every user",
      ),
    ],
  },
  {
    sid: "ReadMembership",
    scope: "account",
    target: "any",
    what: "whether service control policies can apply to the account",
    permissions: [one("organizations:DescribeOrganization", ["organization"], "which organization it is in")],
  },
  {
    sid: "ReadFailingUsersAgain",
    scope: "account",
    option: "fresh",
    target: "any",
    what: "the users that fail, read live because the credential report is up to four hours old",
    permissions: [
      one("iam:ListMFADevices", ["fresh"], "the MFA devices of a user"),
      one("iam:GetLoginProfile", ["fresh"], "whether a user has a password"),
      one("iam:ListAccessKeys", ["fresh"], "the access keys of a user, with their ids"),
      one("iam:GetAccessKeyLastUsed", ["fresh"], "when a key was last used"),
    ],
  },
  {
    sid: "ReadOrganization",
    scope: "organization",
    target: "any",
    what: "the accounts and the tree of organizational units",
    permissions: [
      one("organizations:DescribeOrganization", ["organization"], "the organization and its feature set"),
      one("organizations:ListRoots", ["organization"], "the root, and which policy types are switched on"),
      one("organizations:ListAccounts", ["organization"], "the accounts and their state"),
      one("organizations:ListAccountsForParent", ["organization"], "which unit an account is in"),
      one("organizations:ListOrganizationalUnitsForParent", ["organization"], "the units"),
      one(
        "organizations:ListDelegatedAdministrators",
        ["delegated_administrators"],
        "who else may administer the organization",
      ),
    ],
  },
  {
    sid: "ReadOrganizationPolicies",
    scope: "organization",
    target: "any",
    what: "service control policies and resource control policies",
    permissions: [
      one("organizations:ListPolicies", ["scp", "rcp"], "the policies of each type"),
      one("organizations:DescribePolicy", ["scp", "rcp"], "the text of a policy"),
      one("organizations:ListTargetsForPolicy", ["scp", "rcp"], "what a policy is attached to"),
    ],
  },
  {
    sid: "ReadAccountTags",
    scope: "organization",
    option: "tags",
    target: "any",
    what: "choosing accounts by their tags",
    permissions: [one("organizations:ListTagsForResource", ["account_tags"], "the tags of an account")],
  },
  {
    sid: "ReadRootAccessFeatures",
    scope: "organization",
    target: "any",
    what: "whether root credentials are managed centrally",
    permissions: [
      one("iam:ListOrganizationsFeatures", ["root_access_features"], "the features that are switched on"),
    ],
  },
  {
    sid: "AssumeAuditRole",
    scope: "organization",
    target: "audit_role",
    what: "the read-only role of each account",
    permissions: [one("sts:AssumeRole", ["audit_role"], "becomes the role")],
  },
  {
    sid: "AuditRootUsers",
    scope: "organization",
    option: "root",
    target: "root_user",
    what: "the credentials of root users, by the task policy that can only read them; leave it out if not wanted",
    permissions: [one("sts:AssumeRoot", ["root_user"], "looks at the root user of a member account")],
  },
];

/** The group and the permission of an action; an action of both scopes is looked up in the one asked for. */
export function findPermission(
  action: string,
  scope: PermissionGroup["scope"],
): { readonly group: PermissionGroup; readonly permission: Permission } | undefined {
  for (const group of PERMISSIONS.filter((each) => each.scope === scope)) {
    const permission = group.permissions.find((each) => each.action === action);
    if (permission !== undefined) return { group, permission };
  }
  return undefined;
}

function one(action: string, delivers: readonly Delivery[], what: string): Permission {
  return { action, delivers, what };
}
