import type { AccountGuards } from "../account-guards.js";
import { authorizationDetails } from "../authorization-details.js";
import type { CohortAccount } from "../cohort.js";
import { homeOf } from "../home.js";
import { uniqueId } from "../unique-id.js";
import { applicationName, Draws, tagsFor } from "./place.js";
import type { AccountPlan } from "./plan.js";

/** Services that programs run in. No user of the account may assume the roles, so users can do what they could do before. */
const SERVICES = [
  "ec2",
  "ec2",
  "lambda",
  "lambda",
  "lambda",
  "ecs-tasks",
  "codebuild",
  "states",
  "glue",
  "firehose",
];

const assume = (Principal: object, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
});
const TRUST = SERVICES.map((service) => assume({ Service: `${service}.amazonaws.com` }));

const VENDOR = { AWS: "arn:aws:iam::222233334444:root" };
const TOKENS = "token.actions.githubusercontent.com";
const byToken = (account: string, condition: object) =>
  assume(
    { Federated: `arn:aws:iam::${account}:oidc-provider/${TOKENS}` },
    { Action: "sts:AssumeRoleWithWebIdentity", Condition: condition },
  );

/** Those whom some roles let in: vendors with and without the id that they were given, builds of one repository and of all. */
const OTHERS: readonly ((account: string) => object)[] = [
  () => assume(VENDOR, { Condition: { StringEquals: { "sts:ExternalId": "d3adb33f" } } }),
  () => assume(VENDOR),
  (account) => byToken(account, { StringLike: { [`${TOKENS}:sub`]: "repo:example/app:*" } }),
  (account) => byToken(account, { StringEquals: { [`${TOKENS}:aud`]: "sts.amazonaws.com" } }),
];

type Document = (name: string) => object;

const allow = (Action: string | string[], Resource: string) => ({ Effect: "Allow", Action, Resource });
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

/** What the programs of an account may do. Listed as often as they are common. */
const DOCUMENTS: readonly Document[] = [
  (name) => policy(allow(["s3:GetObject", "s3:PutObject"], `arn:aws:s3:::${name}-data/*`)),
  (name) => policy(allow(["s3:ListBucket"], `arn:aws:s3:::${name}-data`)),
  () => policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*")),
  (name) =>
    policy(
      allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], `arn:aws:dynamodb:*:*:table/${name}`),
    ),
  (name) => policy(allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], `arn:aws:sqs:*:*:${name}`)),
  () => policy(allow(["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], "*")),
  () => policy(allow("cloudwatch:PutMetricData", "*")),
  (name) => policy(allow("secretsmanager:GetSecretValue", `arn:aws:secretsmanager:*:*:secret:${name}-*`)),
  () => policy(allow(["ec2:Describe*", "tag:GetResources"], "*")),
  () => policy(allow("s3:*", "*")),
];

/** The details of an account with the roles and policies of its programs beside what the plain demonstration has. */
export function detailsWithRoles(account: CohortAccount, guards: AccountGuards, plan: AccountPlan) {
  const details = authorizationDetails(account, guards);
  const draws = new Draws(account, "roles");
  const { managedPolicies, inlinePolicies } = plan;
  const managed = Array.from({ length: managedPolicies }, (_, index) => customerPolicy(draws, index));
  const roles = draws
    .flags(plan.roles, inlinePolicies)
    .map((isInline, index) => role(draws, index, { isInline, attached: managed[index % managedPolicies] }));
  return {
    ...details,
    RoleDetailList: [...details.RoleDetailList, ...roles],
    Policies: [
      ...details.Policies,
      ...managed.map((policy, index) => {
        const uses = Math.floor((plan.roles - 1 - index) / managedPolicies) + 1;
        return policyDetail(draws, { ...policy, uses: Math.max(0, uses) });
      }),
    ],
  };
}

function customerPolicy({ account, prng }: Draws, index: number) {
  const name = applicationName(prng);
  const PolicyName = `${name}-policy-${index + 1}`;
  const Document = prng.pick(DOCUMENTS)(name);
  return { Arn: `arn:aws:iam::${account.id}:policy/${PolicyName}`, PolicyName, Document };
}

interface Attached {
  readonly Arn: string;
  readonly PolicyName: string;
}

function role(
  draws: Draws,
  index: number,
  { isInline, attached }: { readonly isInline: boolean; readonly attached: Attached | undefined },
) {
  const { account, prng } = draws;
  const name = applicationName(prng);
  const RoleName = `${name}-role-${index + 1}`;
  return {
    Path: "/",
    RoleName,
    RoleId: uniqueId("AROA", prng),
    Arn: `arn:aws:iam::${account.id}:role/${RoleName}`,
    CreateDate: draws.since(),
    AssumeRolePolicyDocument: prng.chance(0.03) ? prng.pick(OTHERS)(account.id) : prng.pick(TRUST),
    InstanceProfileList: [],
    RolePolicyList: isInline ? [{ PolicyName: "access", PolicyDocument: prng.pick(DOCUMENTS)(name) }] : [],
    AttachedManagedPolicies:
      attached === undefined ? [] : [{ PolicyName: attached.PolicyName, PolicyArn: attached.Arn }],
    Tags: tagsFor(draws, RoleName),
    RoleLastUsed: prng.chance(0.6) ? { LastUsedDate: draws.since(390), Region: homeOf(account).region } : {},
  };
}

function policyDetail(
  draws: Draws,
  { Arn, PolicyName, Document, uses }: Attached & { readonly Document: object; readonly uses: number },
) {
  const created = draws.since();
  return {
    PolicyName,
    PolicyId: uniqueId("ANPA", draws.prng),
    Arn,
    Path: "/",
    DefaultVersionId: "v1",
    AttachmentCount: uses,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: created,
    UpdateDate: created,
    PolicyVersionList: [{ Document, VersionId: "v1", IsDefaultVersion: true, CreateDate: created }],
  };
}
