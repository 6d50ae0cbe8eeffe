import { expect, test } from "vitest";
import { testEngine } from "./fixtures/engine.js";
import { FULL, policy, source, subject } from "./fixtures/subjects.js";
import type { Privilege } from "./privilege.js";
import type { Subject } from "./subject.js";

const engine = testEngine();
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
const GUARD = policy({
  Effect: "Deny",
  NotAction: ["iam:EnableMFADevice", "sts:GetSessionToken"],
  Resource: "*",
  Condition: NO_MFA,
});

function privilege(one: Subject): Privilege {
  const found = engine.assess(one);
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  return found.privilege;
}

function allow(Action: string | string[], Resource: string | string[] = "*", more: object = {}): string {
  return policy({ Effect: "Allow", Action, Resource, ...more });
}

function allowBut(NotAction: string[]): string {
  return policy({ Effect: "Allow", NotAction, Resource: "*" });
}

function deny(what: object): string {
  return policy({ Effect: "Deny", ...what });
}

function hits(one: Privilege): string[] {
  return one.noMfa.rules.map((hit) => `${hit.rule} ${hit.tier}`);
}

test.each([
  ["nothing", [], "none"],
  ["self-service only", [allow(["iam:ChangePassword", "iam:GetUser"])], "none"],
  ["reading", [allow(["s3:Get*", "ec2:Describe*"])], "read"],
  ["writing", [allow("s3:PutObject")], "write"],
  ["an existing function's code", [allow("lambda:UpdateFunctionCode")], "conditional-escalation"],
  ["handing a role to a machine", [allow(["iam:PassRole", "ec2:RunInstances"])], "escalation"],
  [
    "own inline policies",
    [allow("iam:PutUserPolicy", "arn:aws:iam::111122223333:user/alice")],
    "admin-equivalent",
  ],
  ["everything", [FULL], "admin"],
  ["everything but one thing", [FULL, deny({ Action: "aws-portal:*", Resource: "*" })], "admin"],
  [
    "everything but organizations",
    [FULL, deny({ Action: "organizations:*", Resource: "*" })],
    "admin-equivalent",
  ],
  ["everything but IAM", [allow("*"), deny({ NotAction: ["s3:*", "sqs:*"], Resource: "*" })], "write"],
  ["what PowerUserAccess has", [allowBut(["iam:*", "organizations:*", "account:*"])], "escalation"],
  ["all that a Deny spares", [FULL, deny({ Action: "*", NotResource: "arn:aws:iam::*:mfa/alice" })], "write"],
] as const)("%s: %s is %s", (_, identity, tier) => {
  expect(privilege(subject({ identity: [...identity] })).noMfa.tier).toBe(tier);
});

test("a service control policy that takes single actions away leaves an admin an admin", () => {
  const scp = policy({
    Effect: "Deny",
    Action: ["organizations:LeaveOrganization", "cloudtrail:StopLogging"],
    Resource: "*",
  });
  expect(privilege(subject({ scps: [[FULL, scp]] })).noMfa.tier).toBe("admin");
});

test("a Deny of a service control policy counts like one of an identity policy", () => {
  const tiers = (what: object) => [
    privilege(subject({ scps: [[FULL, deny(what)]] })).noMfa.tier,
    privilege(subject({ identity: [FULL, deny(what)] })).noMfa.tier,
  ];
  const granting = ["iam:Attach*", "iam:Put*", "iam:Create*"];
  expect(tiers({ Action: ["iam:*", "organizations:*", "sts:*"], Resource: "*" })).toEqual([
    "conditional-escalation",
    "conditional-escalation",
  ]);
  expect(tiers({ Action: "iam:*", Resource: "*" })).toEqual(["escalation", "escalation"]);
  expect(tiers({ Action: granting, Resource: "*" })).toEqual(["escalation", "escalation"]);
  expect(tiers({ Action: "sts:GetFederationToken", Resource: "*" })).toEqual(["admin", "admin"]);
  expect(tiers({ Action: "*", Resource: "arn:aws:s3:::secret/*" })).toEqual(["admin", "admin"]);
  expect(tiers({ Action: "iam:*", NotResource: "arn:aws:iam::*:role/team-*" })).toEqual([
    "admin-equivalent",
    "admin-equivalent",
  ]);
});

test("a rule needs its actions on something that they work on", () => {
  const one = (action: string[], resource: string) =>
    hits(privilege(subject({ identity: [allow(action, resource)] })));
  expect(one(["lambda:UpdateFunctionCode"], "arn:aws:lambda:eu-west-1:111122223333:function:f")).toEqual([
    "lambda-003 conditional-escalation",
  ]);
  expect(one(["lambda:UpdateFunctionCode"], "arn:aws:lambda:eu-west-1:111122223333:layer:f")).toEqual([]);
  expect(one(["lambda:UpdateFunctionCode"], "arn:aws:s3:::b")).toEqual([]);
  expect(one(["batch:SubmitJob", "iam:PassRole"], "arn:aws:iam::*:role/*")).toEqual([]);
});

test("AWS's own policies for managing oneself reach nobody else", () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  const own = "arn:aws:iam::*:user/${aws:username}";
  const account = allow(["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"]);
  const self = [
    ["iam:ChangePassword", "iam:GetUser"],
    ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys", "iam:UpdateAccessKey"],
    ["iam:DeleteSigningCertificate", "iam:UpdateSigningCertificate", "iam:UploadSigningCertificate"],
    ["iam:DeleteSSHPublicKey", "iam:GetSSHPublicKey", "iam:UpdateSSHPublicKey", "iam:UploadSSHPublicKey"],
    ["iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential"],
    ["iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
  ].map((actions) => allow(actions, own));
  const devices = [
    allow("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*"),
    allow("iam:DeleteVirtualMFADevice", "arn:aws:iam::*:mfa/${aws:username}"),
  ];
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
  const found = engine.assess(subject({ identity: [account, ...self, ...devices] }));
  if ("tooComplex" in found) throw new Error(found.tooComplex);
  expect([hits(found.privilege), found.privilege.noMfa.tier, found.mfa.warnings]).toEqual([[], "write", []]);
});

test("a guard leaves nothing without MFA and all with it", () => {
  const found = privilege(subject({ identity: [FULL, GUARD] }));
  expect([found.noMfa.tier, found.mfa.tier]).toEqual(["none", "admin"]);
});

test("tells the paths apart: the device guards the console only", () => {
  const found = privilege(subject({ device: true }));
  expect(found.byPath).toEqual({ console: "none", key: "admin" });
  expect(found.noMfa.rules[0]?.contexts).toEqual(["key"]);
});

test("a session without MFA cannot call IAM, but it can assume roles", () => {
  const sessionOnly = { Condition: { Null: { "aws:TokenIssueTime": "false" } } };
  const found = privilege(
    subject({ console: false, identity: [allow(["iam:*", "sts:*"], "*", sessionOnly)] }),
  );
  expect(hits(found)).toEqual(["sts-001 escalation"]);
  expect(found.noMfa.rules[0]?.contexts).toEqual(["key-session"]);
});

test("scopes: own user, other users, own groups, own policies", () => {
  const one = (action: string, resource: string, more: Parameters<typeof subject>[0] = {}) =>
    hits(privilege(subject({ identity: [allow(action, resource)], ...more })));
  expect(one("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/alice")).toEqual([]);
  expect(one("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/bob")).toEqual(["iam-002 escalation"]);
  expect(one("iam:AttachUserPolicy", "arn:aws:iam::111122223333:user/bob")).toEqual([]);
  expect(one("iam:PutGroupPolicy", "arn:aws:iam::111122223333:group/dev")).toEqual([]);
  const groupArns = ["arn:aws:iam::111122223333:group/dev"];
  expect(one("iam:PutGroupPolicy", "arn:aws:iam::111122223333:group/dev", { groupArns })).toEqual([
    "iam-011 admin-equivalent",
  ]);
  expect(one("iam:PutGroupPolicy", "*", { groupArns: null })).toEqual(["iam-011 admin-equivalent"]);
  expect(one("iam:CreatePolicyVersion", "*")).toEqual([]);
});

test("a version of a policy that is attached widens one's own rights", () => {
  const attached = source(
    "group-managed",
    allow("iam:CreatePolicyVersion", "arn:aws:iam::*:policy/team-*"),
    "team-a",
  );
  expect(hits(privilege(subject({ identity: [attached] })))).toEqual(["iam-001 admin-equivalent"]);
});

test("a condition that keeps the administrator policy out makes it conditional", () => {
  const only = (arn: string) =>
    allow("iam:AttachUserPolicy", "*", { Condition: { ArnLike: { "iam:PolicyARN": arn } } });
  expect(hits(privilege(subject({ identity: [only("arn:aws:iam::aws:policy/*")] })))).toEqual([
    "iam-008 admin-equivalent",
  ]);
  expect(hits(privilege(subject({ identity: [only("arn:aws:iam::aws:policy/ReadOnlyAccess")] })))).toEqual([
    "iam-008 conditional-escalation",
  ]);
});

test("roles for another service do not help", () => {
  const pass = (service: string) =>
    policy(
      { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringEquals: { "iam:PassedToService": service } },
      },
    );
  expect(hits(privilege(subject({ identity: [pass("ec2.amazonaws.com")] })))).toContain("ec2-001 escalation");
  expect(hits(privilege(subject({ identity: [pass("glue.amazonaws.com")] })))).toContain(
    "ec2-001 conditional-escalation",
  );
});

test("a boundary caps what one can give oneself", () => {
  const boundary = allow(["iam:*", "s3:*"]);
  const found = privilege(subject({ identity: [FULL], boundary }));
  expect(hits(found)).toContain("iam-007 conditional-escalation");
  expect(hits(privilege(subject({ identity: [FULL], boundary: FULL })))).toContain(
    "iam-007 admin-equivalent",
  );
});

test("who makes a user only with a named boundary gets no more than that allows", () => {
  const making = ["iam:CreateUser", "iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:CreateAccessKey"];
  const others = { NotResource: "arn:aws:iam::*:user/alice" };
  const made = (more: object, rest: object = {}) => {
    const text = policy(
      { Effect: "Allow", Action: making.slice(0, 1), ...others, ...more },
      { Effect: "Allow", Action: making.slice(1), ...others, ...rest },
    );
    const found = privilege(subject({ identity: [text] })).noMfa.rules;
    return found.find((hit) => hit.rule === "x-createuser-attach")?.tier;
  };
  const bound = (arn: string) => ({ Condition: { StringEquals: { "iam:PermissionsBoundary": arn } } });
  const own = "arn:aws:iam::111122223333:policy/developers";
  expect(made({})).toBe("admin-equivalent");
  expect(made(bound(own))).toBe("conditional-escalation");
  expect(made(bound("arn:aws:iam::aws:policy/AdministratorAccess"))).toBe("admin-equivalent");
  // Made without a boundary, but then out of reach; made with it, capped.
  expect(made({}, bound(own))).toBe("conditional-escalation");
});

test("what only adds to a session gives nothing by itself", () => {
  const found = privilege(subject({ identity: [allow(["sts:TagSession", "sts:SetSourceIdentity"])] }));
  expect([found.noMfa.tier, found.mfa.tier]).toEqual(["none", "none"]);
});

test("a Deny of all resources of a kind takes the rules away, in every partition", () => {
  const deny = (partition: string) =>
    policy({ Effect: "Deny", Action: "lambda:*", Resource: `arn:${partition}:lambda:*:*:function:*` });
  const tier = (partition: string, deniedIn: string) =>
    hits(privilege(subject({ partition, identity: [allow("lambda:UpdateFunctionCode"), deny(deniedIn)] })));
  expect(tier("aws", "aws")).toEqual([]);
  expect(tier("aws-cn", "aws-cn")).toEqual([]);
  expect(tier("aws-cn", "aws")).toEqual(["lambda-003 conditional-escalation"]);
});

test("a wildcard of one field of an ARN stands for no other", () => {
  const one = (action: string, resource: string) =>
    hits(privilege(subject({ identity: [allow(action, resource)] })));
  expect(one("iam:UpdateAssumeRolePolicy", "arn:aws:iam::*:user/*")).toEqual([]);
  expect(one("iam:UpdateAssumeRolePolicy", "arn:aws:iam::*:role/*")).toEqual(["iam-012 escalation"]);
  expect(one("iam:UpdateAssumeRolePolicy", "arn:*")).toEqual(["iam-012 escalation"]);
});

test("who can remove the own guard", () => {
  const removal = (origin: "user-inline" | "user-managed" | "group-managed", action: string) => {
    const guard = source(
      origin,
      policy({ Effect: "Deny", NotAction: [action], Resource: "*", Condition: NO_MFA }),
      "guard",
    );
    const groupArns = ["arn:aws:iam::111122223333:group/dev"];
    return privilege(subject({ identity: [FULL, guard], groupArns })).guardRemoval.noMfa.map(
      (hit) => hit.rule,
    );
  };
  expect(removal("user-managed", "iam:DetachUserPolicy")).toEqual(["g-detach-user"]);
  expect(removal("user-inline", "iam:DetachUserPolicy")).toEqual([]);
  expect(removal("user-inline", "iam:DeleteUserPolicy")).toEqual(["g-delete-user-inline"]);
  expect(removal("group-managed", "iam:RemoveUserFromGroup")).toEqual(["g-leave-group"]);
  expect(removal("group-managed", "iam:CreatePolicyVersion")).toEqual(["g-policy-version"]);
});

test("a guard bound to the user's name or tags can be dodged", () => {
  const guard = policy({
    Effect: "Deny",
    NotAction: ["sts:GetFederationToken", "iam:TagUser"],
    Resource: "*",
    Condition: {
      ...NO_MFA,
      StringNotEquals: { "aws:PrincipalTag/exempt": "true" },
      ArnLike: { "aws:PrincipalArn": "arn:*:user/*" },
    },
  });
  const exact = guard.replace("arn:*:user/*", "arn:aws:iam::*:user/*");
  const rules = privilege(subject({ identity: [FULL, exact] })).guardRemoval.noMfa.map((hit) => hit.rule);
  expect(rules).toEqual(["g-tag-exempt-user", "g-federation"]);
});

test("losing an Allow of one's own removes nothing", () => {
  const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  const own = allow("*", "*", withMfa);
  const identity = [allow("iam:DetachUserPolicy"), source("user-managed", own, "work")];
  expect(privilege(subject({ identity })).guardRemoval.noMfa).toEqual([]);
  const boundary = policy(
    { Effect: "Allow", Action: "iam:DeleteUserPermissionsBoundary", Resource: "*" },
    { Effect: "Allow", Action: "*", Resource: "*", ...withMfa },
  );
  const bound = privilege(subject({ identity: [FULL], boundary })).guardRemoval.noMfa;
  expect(bound.map((hit) => hit.rule)).toEqual(["g-boundary-delete"]);
});

test("every rule names actions that AWS has", () => {
  const unknown = engine.rules.flatMap((rule) =>
    rule.requires.filter((action) => !engine.catalogue.indexOf.has(action.toLowerCase())),
  );
  expect(unknown).toEqual([]);
  expect(new Set(engine.rules.map((rule) => rule.id)).size).toBe(engine.rules.length);
  expect(
    engine.rules.filter(
      (rule) =>
        rule.scopes !== undefined &&
        Object.keys(rule.scopes).some((action) => !rule.requires.includes(action)),
    ),
  ).toEqual([]);
});
