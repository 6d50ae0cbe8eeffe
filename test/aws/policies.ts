import type { GroupSeed, ManagedPolicySeed } from "./seed.js";

/** What a user without MFA needs to enrol a device, and no more. */
const ENROLMENT = [
  "iam:ChangePassword",
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];

/**
 * Denies all but enrolment to who has not signed in with MFA. `BoolIfExists` also binds access keys, which carry no
 * aws:MultiFactorAuthPresent at all; `Bool` does not, and so forces MFA only on the console.
 */
export function requireMfa(operator: "BoolIfExists" | "Bool", more: Readonly<Record<string, unknown>> = {}) {
  const condition = { [operator]: { "aws:MultiFactorAuthPresent": "false" }, ...more };
  const deny = { Effect: "Deny", NotAction: ENROLMENT, Resource: "*", Condition: condition };
  return { Version: "2012-10-17", Statement: [deny] };
}

export function allow(action: string | readonly string[], resource: string | readonly string[] = "*") {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] };
}

/** A role that one account may assume, with an external id. */
export function trust(accountId: string, externalId: string) {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": externalId } },
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

const CREATED = "2021-05-04T03:02:01Z";

/** The groups that the users of `traps.ts` are in. */
export const TRAP_GROUPS: readonly GroupSeed[] = [
  { name: "mfa-enforced", created: CREATED, inline_policies: { "require-mfa": requireMfa("BoolIfExists") } },
  { name: "developers", created: CREATED, attached_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] },
  { name: "empty", created: CREATED },
];

/** The managed policies that the users of `traps.ts` have. */
export const TRAP_POLICIES: readonly ManagedPolicySeed[] = [
  { name: "boundary", path: "/guard/", created: CREATED, document: allow(["s3:*", "iam:Get*", "iam:List*"]) },
];
