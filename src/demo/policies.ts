import { IDENTITY_GUARDS, QUARANTINE } from "./guardrails.js";
import type { PolicyDocument, Statement } from "./policy-document.js";

/** A managed policy: of AWS, or of the customer (then it belongs to the account). */
export interface ManagedPolicy {
  readonly owner: "aws" | "customer";
  readonly version: string;
  readonly document: PolicyDocument;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_USER = "arn:aws:iam::*:user/${aws:username}";

function allow(actions: string | readonly string[], resource = "*"): Statement {
  return { Effect: "Allow", Action: actions, Resource: resource };
}

function policy(owner: "aws" | "customer", version: string, ...statements: Statement[]): ManagedPolicy {
  return { owner, version, document: { Version: "2012-10-17", Statement: statements } };
}

const own = (document: PolicyDocument): ManagedPolicy => ({ owner: "customer", version: "v1", document });

/** The managed policies in use, by name; those of AWS in the version of January 2021. */
export const MANAGED_POLICIES = {
  AdministratorAccess: policy("aws", "v1", allow("*")),
  PowerUserAccess: policy(
    "aws",
    "v4",
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    allow([
      "iam:CreateServiceLinkedRole",
      "iam:DeleteServiceLinkedRole",
      "iam:ListRoles",
      "organizations:DescribeOrganization",
      "account:ListRegions",
    ]),
  ),
  AmazonS3FullAccess: policy("aws", "v1", allow("s3:*")),
  AmazonS3ReadOnlyAccess: policy("aws", "v1", allow(["s3:Get*", "s3:List*"])),
  AmazonEC2ReadOnlyAccess: policy(
    "aws",
    "v1",
    allow("ec2:Describe*"),
    allow("elasticloadbalancing:Describe*"),
    allow(["cloudwatch:ListMetrics", "cloudwatch:GetMetricStatistics", "cloudwatch:Describe*"]),
    allow("autoscaling:Describe*"),
  ),
  AmazonSESFullAccess: policy("aws", "v1", allow(["ses:*"])),
  AmazonSQSFullAccess: policy("aws", "v1", allow(["sqs:*"])),
  AWSSupportAccess: policy("aws", "v1", allow(["support:*"])),
  CloudWatchLogsFullAccess: policy("aws", "v1", allow(["logs:*"])),
  IAMUserChangePassword: policy(
    "aws",
    "v2",
    allow(["iam:ChangePassword"], OWN_USER),
    allow(["iam:GetAccountPasswordPolicy"]),
  ),
  BillingView: policy(
    "customer",
    "v1",
    allow(["aws-portal:View*", "budgets:View*", "ce:Get*", "cur:Describe*"]),
  ),
  DeployPipeline: policy(
    "customer",
    "v3",
    allow(["lambda:*", "cloudformation:*", "s3:GetObject", "s3:PutObject"]),
    allow(["iam:PassRole", "iam:GetRole"]),
  ),
  Infrastructure: policy(
    "customer",
    "v2",
    allow(["ec2:Describe*", "ec2:CreateSnapshot", "ec2:DeleteSnapshot"]),
    allow(["route53:List*", "route53:ChangeResourceRecordSets"]),
  ),
  DeveloperBoundary: own(IDENTITY_GUARDS.DeveloperBoundary),
  // From here on only in the cohort with policies; none of the above speaks of MFA.
  ManageOwnMfa: own(IDENTITY_GUARDS.ManageOwnMfa),
  ForceMfa: own(IDENTITY_GUARDS.ForceMfa),
  StorageNeedsMfa: own(IDENTITY_GUARDS.StorageNeedsMfa),
  MfaBoundary: own(IDENTITY_GUARDS.MfaBoundary),
  "god-mode": own(IDENTITY_GUARDS["god-mode"]),
  AWSCompromisedKeyQuarantine: { owner: "aws", version: "v1", document: QUARANTINE },
} as const satisfies Record<string, ManagedPolicy>;

export type PolicyName = keyof typeof MANAGED_POLICIES;

/** The groups an account may have, and what they grant. */
export const GROUPS = {
  Administrators: ["AdministratorAccess"],
  Developers: ["PowerUserAccess"],
  Operators: ["CloudWatchLogsFullAccess"],
  Billing: ["BillingView"],
  ReadOnly: ["AmazonEC2ReadOnlyAccess"],
  Applications: ["AmazonS3FullAccess", "AmazonSQSFullAccess"],
  Mailers: ["AmazonSESFullAccess"],
  Pipelines: ["DeployPipeline"],
  Monitoring: ["CloudWatchLogsFullAccess"],
  Infrastructure: ["Infrastructure"],
} as const satisfies Record<string, readonly PolicyName[]>;

export type GroupName = keyof typeof GROUPS;

/** Inline policies that users carry, by name. */
export const INLINE_POLICIES = {
  "s3-bucket": inline(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::example-uploads/*")),
  AmazonSesSendingAccess: inline(allow("ses:SendRawEmail")),
  "put-metrics": inline(allow(["cloudwatch:PutMetricData", "logs:PutLogEvents"])),
  "manage-own-keys": inline(allow("iam:*AccessKey*", OWN_USER)),
  "assume-deploy": inline(allow("sts:AssumeRole", "arn:aws:iam::*:role/deploy-*")),
} as const satisfies Record<string, PolicyDocument>;

export type InlineName = keyof typeof INLINE_POLICIES;

function inline(statement: Statement): PolicyDocument {
  return { Version: "2012-10-17", Statement: [statement] };
}
