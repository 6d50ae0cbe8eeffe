import { groups } from "../../entities/iam-group.js";
import { policies } from "../../entities/iam-policy.js";
import { roles } from "../../entities/iam-role.js";
import { policyAttachments } from "../../entities/policy-attachment.js";
import { parseArn } from "../../model/arn.js";
import { readTrust } from "../../policy/trust-reading.js";
import type { AtAccount } from "../document.js";
import type { GroupDetail, ManagedPolicy, RoleDetail, UserDetail } from "./documents.js";
import { pagesOf } from "./pages.js";
import { userDetails } from "./user-details.js";

export function addUser(user: UserDetail, at: AtAccount): void {
  at.rows.add(userDetails, {
    ...identity(user, at),
    user_name: user.UserName,
    user_id: user.UserId,
    groups: user.GroupList ?? [],
    tags: user.Tags,
    boundary_arn: boundaryArn(user),
  });
  attach(at, "user", user, user.UserPolicyList);
  pagesOf(at).users = true;
}

export function addGroup(group: GroupDetail, at: AtAccount): void {
  at.rows.add(groups, {
    ...identity(group, at),
    group_name: group.GroupName,
    group_id: group.GroupId,
    ...NOT_COUNTED,
    members: null,
  });
  attach(at, "group", group, group.GroupPolicyList);
}

/** What the attachments and the users tell when all are read. */
const NOT_COUNTED = { attached_policies: null, inline_policies: null };

const DERIVED = {
  service_linked: null,
  reserved: null,
  outside_accounts: null,
  unguarded_accounts: null,
  any_token_providers: null,
};

export function addRole(role: RoleDetail, at: AtAccount): void {
  const trust = readTrust(role.AssumeRolePolicyDocument);
  const others = (accounts: readonly string[] | undefined) =>
    accounts?.filter((account) => account !== at.account) ?? null;
  at.rows.add(roles, {
    ...identity(role, at),
    role_name: role.RoleName,
    role_id: role.RoleId,
    last_used_at: role.RoleLastUsed?.LastUsedDate ?? null,
    use_known: role.RoleLastUsed !== null,
    trust_policy: role.AssumeRolePolicyDocument,
    boundary_arn: boundaryArn(role),
    tags: role.Tags,
    ...NOT_COUNTED,
    trusts_anyone: trust?.anyone ?? null,
    trusts_accounts: others(trust?.accounts),
    trusts_outside: null,
    needs_external_id: others(trust?.unguarded),
    federated_providers: trust?.federated ?? null,
    takes_any_token: trust?.anyToken ?? null,
    trusted_services: trust?.services ?? null,
    ...DERIVED,
  });
  attach(at, "role", role, role.RolePolicyList);
}

/** What users, groups and roles have in common. */
type Identity = Pick<UserDetail, "Arn" | "Path" | "CreateDate" | "AttachedManagedPolicies"> &
  Partial<Pick<UserDetail, "PermissionsBoundary">>;

function identity({ Arn, Path, CreateDate }: Identity, at: AtAccount) {
  const pages = pagesOf(at);
  pages.newest = Math.max(pages.newest, CreateDate ?? 0);
  const { account } = at;
  return { account_id: account, arn: Arn, path: Path, created_at: CreateDate };
}

function boundaryArn({ PermissionsBoundary }: Identity): string | null {
  return PermissionsBoundary?.PermissionsBoundaryArn ?? null;
}

function attach(
  at: AtAccount,
  kind: "user" | "group" | "role",
  owner: Identity,
  inline: UserDetail["UserPolicyList"],
): void {
  const arn = owner.Arn;
  const add = (policyId: string, how: "attached" | "inline" | "boundary") =>
    at.rows.add(policyAttachments, {
      account_id: at.account,
      principal_arn: arn,
      principal_kind: kind,
      policy_id: policyId,
      kind: how,
    });
  for (const { PolicyArn } of owner.AttachedManagedPolicies ?? []) add(PolicyArn, "attached");
  for (const { PolicyName, PolicyDocument } of inline ?? []) {
    const id = `${arn}#${PolicyName}`;
    at.rows.add(policies, {
      account_id: at.account,
      policy_id: id,
      name: PolicyName,
      kind: "inline",
      owner_arn: arn,
      attachments: null,
      document: PolicyDocument,
      published: null,
    });
    add(id, "inline");
  }
  const boundary = boundaryArn(owner);
  if (boundary !== null) add(boundary, "boundary");
}

/** A managed policy with the document of its default version: only that version counts. */
export function addPolicy(
  policy: Partial<ManagedPolicy> & Pick<ManagedPolicy, "Arn" | "PolicyName">,
  at: AtAccount,
): void {
  const versions = policy.PolicyVersionList ?? [];
  const version =
    versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true) ??
    versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  at.rows.add(policies, {
    account_id: at.account,
    policy_id: policy.Arn,
    name: policy.PolicyName,
    kind: parseArn(policy.Arn)?.accountId === "aws" ? "aws_managed" : "customer_managed",
    owner_arn: null,
    attachments: policy.AttachmentCount ?? null,
    document: version?.Document ?? null,
    published: null,
  });
}
