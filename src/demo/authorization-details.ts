import type { AccountGuards } from "./account-guards.js";
import type { CohortAccount, CohortUser } from "./cohort.js";
import { GROUPS, type GroupName, MANAGED_POLICIES, type PolicyName } from "./policies.js";
import { Prng } from "./prng.js";
import { timeText } from "./time-text.js";
import { uniqueId } from "./unique-id.js";

/** IAM's own policies date from this day, or were last changed later; the demonstration keeps to one. */
const POLICY_DATE = Date.UTC(2015, 1, 6, 18, 40, 58) / 1000;

/**
 * What `aws iam get-account-authorization-details` prints for an account (the AWS CLI decodes policy documents).
 * See https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function authorizationDetails(account: CohortAccount, guards: AccountGuards) {
  const prng = new Prng(`details of ${account.id}`);
  const groups = groupsOf(account, guards);
  const roles = account.joining?.method === "CREATED" ? [accessRole(account, prng)] : [];
  return {
    UserDetailList: account.users.map((user) => userDetail(account, user, guards)),
    GroupDetailList: groups.map(({ name, policies }) => ({
      Path: "/",
      GroupName: name,
      GroupId: uniqueId("AGPA", prng),
      Arn: `arn:aws:iam::${account.id}:group/${name}`,
      CreateDate: timeText(account.created + 3600),
      GroupPolicyList: [],
      AttachedManagedPolicies: policies.map((policy) => attachment(account, policy)),
    })),
    RoleDetailList: roles,
    Policies: [...policyUses(account, groups, guards, roles.length)].map(([name, uses]) =>
      policyDetail(account, name, uses),
    ),
  };
}

interface Group {
  readonly name: GroupName;
  readonly policies: readonly PolicyName[];
}

/** The groups that have members, and the Operators where AWSSupportAccess is given, for they are who have it. */
function groupsOf(account: CohortAccount, guards: AccountGuards): Group[] {
  const names = new Set(account.users.flatMap((user) => heldBy(user, guards).groups));
  if (account.support) names.add("Operators");
  return [...names].sort().map((name) => {
    const support: PolicyName[] = name === "Operators" && account.support ? ["AWSSupportAccess"] : [];
    return { name, policies: [...GROUPS[name], ...support, ...(guards.groups[name] ?? [])] };
  });
}

/** Groups and policies of a user, with what its account adds. */
function heldBy(user: CohortUser, guards: AccountGuards) {
  const { groups, attached, inline } = user.grants;
  if (guards.isBare(user)) return { groups: [], attached: [], inline: undefined };
  return { groups, attached: [...attached, ...guards.attachedTo(user)], inline };
}

function userDetail(account: CohortAccount, user: CohortUser, guards: AccountGuards) {
  const { groups, attached, inline } = heldBy(user, guards);
  const boundary = guards.boundaryOf(user);
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: timeText(user.dated.created),
    ...(inline === undefined ? {} : { UserPolicyList: [inline] }),
    GroupList: groups,
    AttachedManagedPolicies: attached.map((policy) => attachment(account, policy)),
    ...(boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "Policy",
            PermissionsBoundaryArn: policyArn(account, boundary),
          },
        }),
    Tags: user.grants.tags,
  };
}

/** The role that Organizations makes in every account it creates. */
function accessRole(account: CohortAccount, prng: Prng) {
  const management = `arn:aws:iam::${account.membership?.managementId}:root`;
  return {
    Path: "/",
    RoleName: "OrganizationAccountAccessRole",
    RoleId: uniqueId("AROA", prng),
    Arn: `arn:aws:iam::${account.id}:role/OrganizationAccountAccessRole`,
    CreateDate: timeText(account.created + 60),
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: management }, Action: "sts:AssumeRole" }],
    },
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [attachment(account, "AdministratorAccess")],
    Tags: [],
    RoleLastUsed: {},
  };
}

interface Uses {
  attachments: number;
  boundaries: number;
}

function policyUses(account: CohortAccount, groups: readonly Group[], guards: AccountGuards, roles: number) {
  const uses = new Map<PolicyName, Uses>();
  const count = (policy: PolicyName, kind: keyof Uses) => {
    const known = uses.get(policy) ?? { attachments: 0, boundaries: 0 };
    uses.set(policy, { ...known, [kind]: known[kind] + 1 });
  };
  const add = (policy: PolicyName) => count(policy, "attachments");
  for (const user of account.users) {
    heldBy(user, guards).attached.forEach(add);
    const boundary = guards.boundaryOf(user);
    if (boundary !== undefined) count(boundary, "boundaries");
  }
  for (const group of groups) group.policies.forEach(add);
  if (roles > 0) add("AdministratorAccess");
  return uses;
}

function policyArn(account: CohortAccount, name: PolicyName): string {
  return `arn:aws:iam::${MANAGED_POLICIES[name].owner === "aws" ? "aws" : account.id}:policy/${name}`;
}

function attachment(account: CohortAccount, name: PolicyName) {
  return { PolicyName: name, PolicyArn: policyArn(account, name) };
}

function policyDetail(account: CohortAccount, name: PolicyName, { attachments, boundaries }: Uses) {
  const { owner, version, document } = MANAGED_POLICIES[name];
  const arn = policyArn(account, name);
  const created = timeText(owner === "aws" ? POLICY_DATE : account.created + 3600);
  return {
    PolicyName: name,
    PolicyId: policyId(arn),
    Arn: arn,
    Path: "/",
    DefaultVersionId: version,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: boundaries,
    IsAttachable: true,
    CreateDate: created,
    UpdateDate: created,
    PolicyVersionList: [
      { Document: document, VersionId: version, IsDefaultVersion: true, CreateDate: created },
    ],
  };
}

const policyIds = new Map<string, string>();

/** The same for every account, where it is a policy of AWS. */
function policyId(arn: string): string {
  const id = policyIds.get(arn) ?? uniqueId("ANPA", new Prng(arn));
  policyIds.set(arn, id);
  return id;
}
