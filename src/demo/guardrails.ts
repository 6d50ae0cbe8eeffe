import type { PolicyDocument, Statement } from "./policy-document.js";

/** Guardrails as organizations really write them: right ones, and the classic mistakes. */

const document = (...Statement: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/** What must stay open without MFA, so that people can enrol a device. */
const ENROLMENT = [
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];
const USERS_ONLY = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/*" } };
/** Holds for keys too, whose requests do not carry the key. */
const WITHOUT_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
/** The classic mistake: keys escape. */
const WITHOUT_MFA_IF_PRESENT = { Bool: { "aws:MultiFactorAuthPresent": "false" } };

function deny(Sid: string, more: Omit<Statement, "Sid" | "Effect" | "Resource">): Statement {
  return { Sid, Effect: "Deny", Resource: "*", ...more };
}

/** Service control policies by name. FullAWSAccess is AWS's own, and on every node. */
export const ORGANIZATION_POLICIES = {
  FullAWSAccess: document({ Effect: "Allow", Action: "*", Resource: "*" }),
  RestrictRegions: document(
    deny("OutsideOfEurope", {
      NotAction: ["iam:*", "sts:*", "organizations:*", "support:*", "route53:*", "cloudfront:*", "budgets:*"],
      Condition: { StringNotEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] } },
    }),
    deny("KeepTrails", { Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"] }),
  ),
  RequireMfaOfUsers: document(
    deny("RequireMfaOfUsers", { NotAction: ENROLMENT, Condition: { ...WITHOUT_MFA, ...USERS_ONLY } }),
  ),
  RequireMfa: document(
    deny("RequireMfa", { NotAction: ENROLMENT, Condition: { ...WITHOUT_MFA_IF_PRESENT, ...USERS_ONLY } }),
  ),
  ProtectIamWithMfa: document(
    deny("ProtectIamWithMfa", {
      Action: [
        "iam:Create*",
        "iam:Delete*",
        "iam:Put*",
        "iam:Attach*",
        "iam:Update*",
        "ec2:TerminateInstances",
      ],
      Condition: { ...WITHOUT_MFA, ...USERS_ONLY },
    }),
  ),
  RequireMfaButForStorage: document(
    deny("RequireMfaButForStorage", {
      NotAction: [...ENROLMENT, "s3:*"],
      Condition: { ...WITHOUT_MFA, ...USERS_ONLY },
    }),
  ),
} as const;
export type OrganizationPolicyName = keyof typeof ORGANIZATION_POLICIES;

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_USER = "arn:aws:iam::*:user/${aws:username}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM.
const OWN_DEVICE = "arn:aws:iam::*:mfa/${aws:username}";

const selfService: readonly Statement[] = [
  {
    Sid: "OwnDevice",
    Effect: "Allow",
    Action: ["iam:EnableMFADevice", "iam:ResyncMFADevice", "iam:ListMFADevices", "iam:GetUser"],
    Resource: OWN_USER,
  },
  { Sid: "OwnVirtualDevice", Effect: "Allow", Action: "iam:CreateVirtualMFADevice", Resource: OWN_DEVICE },
];

/** Identity policies by name. */
export const IDENTITY_GUARDS = {
  /** As AWS's guide has it. */
  ManageOwnMfa: document(
    ...selfService,
    deny("DenyAllWithoutMfa", { NotAction: ENROLMENT, Condition: WITHOUT_MFA }),
  ),
  /** As many blogs have it. */
  ForceMfa: document(
    ...selfService,
    deny("DenyAllWithoutMfa", { NotAction: ENROLMENT, Condition: WITHOUT_MFA_IF_PRESENT }),
  ),
  StorageNeedsMfa: document(deny("StorageNeedsMfa", { Action: "s3:*", Condition: WITHOUT_MFA })),
  MfaBoundary: document(
    { Effect: "Allow", Action: "*", Resource: "*" },
    deny("BoundaryNeedsMfa", { NotAction: ENROLMENT, Condition: WITHOUT_MFA }),
  ),
  DeveloperBoundary: document({
    Effect: "Allow",
    Action: ["s3:*", "lambda:*", "logs:*", "cloudwatch:*", "dynamodb:*"],
    Resource: "*",
  }),
  "god-mode": document({ Effect: "Allow", Action: "*", Resource: "*" }),
} as const;

/** What AWS attached in 2020 to users whose key it had seen in public, as far as it matters here. */
export const QUARANTINE = document({
  Effect: "Deny",
  Action: [
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateUser",
    "iam:UpdateAccessKey",
    "ec2:RunInstances",
    "ec2:RequestSpotInstances",
    "lambda:CreateFunction",
  ],
  Resource: "*",
});
