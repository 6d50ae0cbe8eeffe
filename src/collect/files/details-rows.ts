import type { groups } from "../../entities/iam-group.js";
import type { policies } from "../../entities/iam-policy.js";
import type { roles } from "../../entities/iam-role.js";
import type { policyAttachments } from "../../entities/policy-attachment.js";
import { parseArn } from "../../model/arn.js";
import type { RowOf } from "../../model/table.js";
import { parseTime } from "../../model/time.js";
import type { AuthorizationDetails } from "./json-documents.js";
import type { userDetails } from "./side-tables.js";

/** The rows of one page of authorization details. */
export interface DetailsRows {
  readonly users: RowOf<typeof userDetails>[];
  readonly groups: RowOf<typeof groups>[];
  readonly roles: RowOf<typeof roles>[];
  readonly policies: RowOf<typeof policies>[];
  readonly attachments: RowOf<typeof policyAttachments>[];
}

/** The account a page is about, from the first ARN in it that names one. */
export function accountOfDetails(page: AuthorizationDetails): string | undefined {
  const arns = [...page.UserDetailList, ...page.GroupDetailList, ...page.RoleDetailList, ...page.Policies];
  for (const { Arn } of arns) {
    const account = parseArn(Arn)?.accountId;
    if (account !== undefined && /^\d{12}$/.test(account)) return account;
  }
  return undefined;
}

/** Rows of a page. Documents arrive as objects (AWS CLI) or as URL-encoded text (API); they are kept as JSON text. */
export function detailsRows(page: AuthorizationDetails, accountId: string): DetailsRows {
  const rows: DetailsRows = { users: [], groups: [], roles: [], policies: [], attachments: [] };
  for (const user of page.UserDetailList) {
    rows.users.push({
      ...identity(user, accountId),
      user_name: user.UserName,
      user_id: user.UserId ?? null,
      groups: user.GroupList ?? [],
      tags: tagText(user.Tags),
      boundary_arn: boundaryArn(user),
    });
    attach(rows, accountId, "user", user, user.UserPolicyList);
  }
  for (const group of page.GroupDetailList) {
    rows.groups.push({
      ...identity(group, accountId),
      group_name: group.GroupName,
      group_id: group.GroupId ?? null,
    });
    attach(rows, accountId, "group", group, group.GroupPolicyList);
  }
  for (const role of page.RoleDetailList) {
    rows.roles.push({
      ...identity(role, accountId),
      role_name: role.RoleName,
      role_id: role.RoleId ?? null,
      last_used_at: seconds(role.RoleLastUsed?.LastUsedDate),
      trust_policy: documentText(role.AssumeRolePolicyDocument),
      boundary_arn: boundaryArn(role),
      tags: tagText(role.Tags),
    });
    attach(rows, accountId, "role", role, role.RolePolicyList);
  }
  for (const policy of page.Policies) rows.policies.push(managedPolicy(policy, accountId));
  return rows;
}

/** What users, groups and roles have in common. */
interface Identity {
  readonly Arn: string;
  readonly Path?: string | null | undefined;
  readonly CreateDate?: string | number | null | undefined;
  readonly AttachedManagedPolicies?: readonly { readonly PolicyArn: string }[] | null | undefined;
  readonly PermissionsBoundary?:
    | { readonly PermissionsBoundaryArn?: string | null | undefined }
    | null
    | undefined;
}

function identity({ Arn, Path, CreateDate }: Identity, accountId: string) {
  return { account_id: accountId, arn: Arn, path: Path ?? null, created_at: seconds(CreateDate) };
}

function boundaryArn({ PermissionsBoundary }: Identity): string | null {
  return PermissionsBoundary?.PermissionsBoundaryArn ?? null;
}

type Inline = AuthorizationDetails["UserDetailList"][number]["UserPolicyList"];

function attach(
  rows: DetailsRows,
  accountId: string,
  kind: "user" | "group" | "role",
  owner: Identity,
  inline: Inline,
): void {
  const arn = owner.Arn;
  const add = (policyId: string, how: "attached" | "inline" | "boundary") =>
    rows.attachments.push({
      account_id: accountId,
      principal_arn: arn,
      principal_kind: kind,
      policy_id: policyId,
      kind: how,
    });
  for (const { PolicyArn } of owner.AttachedManagedPolicies ?? []) add(PolicyArn, "attached");
  for (const { PolicyName, PolicyDocument } of inline ?? []) {
    const id = `${arn}#${PolicyName}`;
    rows.policies.push({
      account_id: accountId,
      policy_id: id,
      name: PolicyName,
      kind: "inline",
      owner_arn: arn,
      attachments: null,
      document: documentText(PolicyDocument),
    });
    add(id, "inline");
  }
  const boundary = boundaryArn(owner);
  if (boundary !== null) add(boundary, "boundary");
}

/** A managed policy with the document of its default version: only that version counts. */
function managedPolicy(
  policy: AuthorizationDetails["Policies"][number],
  accountId: string,
): RowOf<typeof policies> {
  const versions = policy.PolicyVersionList ?? [];
  const version =
    versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true) ??
    versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  return {
    account_id: accountId,
    policy_id: policy.Arn,
    name: policy.PolicyName,
    kind: parseArn(policy.Arn)?.accountId === "aws" ? "aws_managed" : "customer_managed",
    owner_arn: null,
    attachments: policy.AttachmentCount ?? null,
    document: documentText(version?.Document),
  };
}

/** JSON text of a document. Text that is no valid URL encoding is kept as it is: the policy parser says why. */
function documentText(document: Record<string, unknown> | string | null | undefined): string | null {
  if (document === null || document === undefined) return null;
  if (typeof document !== "string") return JSON.stringify(document);
  if (document.trimStart().startsWith("{")) return document;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function tagText(tags: readonly { Key: string; Value: string }[] | null | undefined): string {
  return JSON.stringify(Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value])));
}

/** Epoch seconds of a date as the CLI prints it (ISO 8601) or as JSON protocols carry it (a number). */
export function seconds(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? Math.floor(value) : (parseTime(value) ?? null);
}
