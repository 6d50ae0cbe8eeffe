import type { AccountGuards } from "../account-guards.js";
import { authorizationDetails } from "../authorization-details.js";
import type { CohortAccount } from "../cohort.js";
import { uniqueId } from "../unique-id.js";
import { applicationName, Draws, tagsFor } from "./place.js";
import type { AccountPlan } from "./plan.js";

/** Services that programs run in. Nobody may assume the roles as a person, so users can do what they could do before. */
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

const TRUST = new Map(
  SERVICES.map((service) => [
    service,
    {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" },
      ],
    },
  ]),
);

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
  const policies = Array.from({ length: plan.policies }, (_, index) => customerPolicy(draws, index));
  const roles = Array.from({ length: plan.roles }, (_, index) =>
    role(draws, index, policies[index % plan.policies]),
  );
  return {
    ...details,
    RoleDetailList: [...details.RoleDetailList, ...roles],
    Policies: [
      ...details.Policies,
      ...policies.map(({ Arn, PolicyName, Document }, index) => {
        const uses = Math.floor((plan.roles - 1 - index) / plan.policies) + 1;
        return policyDetail(draws, { Arn, PolicyName, Document, uses: Math.max(0, uses) });
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

function role(draws: Draws, index: number, attached: Attached | undefined) {
  const { account, prng } = draws;
  const RoleName = `${applicationName(prng)}-role-${index + 1}`;
  return {
    Path: "/",
    RoleName,
    RoleId: uniqueId("AROA", prng),
    Arn: `arn:aws:iam::${account.id}:role/${RoleName}`,
    CreateDate: draws.since(),
    AssumeRolePolicyDocument: TRUST.get(prng.pick(SERVICES)),
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies:
      attached === undefined ? [] : [{ PolicyName: attached.PolicyName, PolicyArn: attached.Arn }],
    Tags: tagsFor(draws, RoleName),
    RoleLastUsed: {},
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
