import { expect, test } from "vitest";
import { csv, inAccount, root, user } from "../collect/files/test-report.js";
import { inFolder } from "../collect/files/test-support.js";
import { deriveFiles, type Files } from "./test-deriving.js";

// What conditions and rules ask of a user, from the files of an account as of 2026-11-23.
const ACCOUNT = "111122223333";
const PASSWORD = { password_enabled: "true", password_last_changed: "2021-01-01T00:00:00Z" };
const KEY = { access_key_1_active: "true", access_key_1_last_rotated: "2022-01-01T00:00:00Z" };

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (more: object = {}) => ({ Effect: "Allow", Action: "*", Resource: "*", ...more });
const guard = (Condition: object) => ({
  Effect: "Deny",
  NotAction: ["iam:EnableMFADevice", "sts:GetSessionToken"],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" }, ...Condition },
});

/** Users with a password and a key, each with one inline policy. */
function account(policies: Readonly<Record<string, object>>, more: object = {}): Files {
  const names = Object.keys(policies);
  return {
    [`${ACCOUNT}/report.csv`]: csv(
      inAccount(ACCOUNT, [root(), ...names.map((name) => user(name, { ...PASSWORD, ...KEY }))]),
    ),
    [`${ACCOUNT}/describe-organization.json`]: {
      __type: "AWSOrganizationsNotInUseException",
      Message: "none",
    },
    [`${ACCOUNT}/details.json`]: {
      UserDetailList: Object.entries(policies).map(([UserName, PolicyDocument]) => ({
        UserName,
        UserId: `AIDA${UserName.toUpperCase()}`,
        Arn: `arn:aws:iam::${ACCOUNT}:user/${UserName}`,
        CreateDate: "2020-01-01T00:00:00Z",
        UserPolicyList: [{ PolicyName: "p", PolicyDocument }],
        ...more,
      })),
    },
  };
}

async function keys(files: Files): Promise<Record<string, unknown>> {
  return await inFolder(async (folder) => {
    const { mfa, privilege } = await deriveFiles(folder, files);
    return Object.fromEntries(
      mfa.map(({ arn, key_verdict, key_by }, index) => {
        const tier = privilege[index]?.tier_key;
        return [String(arn).split("/").at(-1), [key_verdict, key_by, tier].flat().join(" ")];
      }),
    );
  });
}

test("dates in conditions are compared with the audit time", async () => {
  const when = (operator: string, key: string, date: string) => ({
    Condition: { [operator]: { [key]: date } },
  });
  const policies = {
    ended: document(allow(when("DateLessThan", "aws:CurrentTime", "2021-01-01T00:00:00Z"))),
    ends: document(allow(when("DateLessThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"))),
    denied: document(allow(), {
      ...allow(when("DateGreaterThan", "aws:CurrentTime", "2021-01-01T00:00:00Z")),
      Effect: "Deny",
    }),
    old: document(allow(when("DateLessThan", "aws:TokenIssueTime", "2020-01-01T00:00:01Z"))),
  };
  expect(await keys(account(policies))).toEqual({
    ended: "enforced no-permissions none",
    ends: "not_enforced admin",
    denied: "enforced no-permissions none",
    old: "enforced no-permissions none",
  });
});

test("the unique id and the tags of a user are facts", async () => {
  const policies = {
    byid: document(allow(), guard({ StringNotLike: { "aws:userid": "*:*" } })),
    other: document(allow(), guard({ StringLike: { "aws:userid": "AIDABYID" } })),
    tagged: document(allow({ Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } } })),
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
    same: document(
      allow({ Condition: { StringEquals: { "aws:ResourceTag/x": "${aws:PrincipalTag/team}" } } }),
    ),
    without: document(
      allow({ Condition: { StringEquals: { "aws:ResourceTag/x": "${aws:PrincipalTag/none}" } } }),
    ),
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
  };
  expect(await keys(account(policies, { Tags: [{ Key: "Team", Value: "red" }] }))).toMatchObject({
    byid: "enforced identity none",
    other: "not_enforced admin",
    tagged: "not_enforced admin",
    same: "not_enforced admin",
    without: "enforced no-permissions none",
  });
});

test("the own user by its name, whatever the account says, is nobody else", async () => {
  const own = (account: string) => ({
    Effect: "Allow",
    Action: "iam:CreateAccessKey",
    Resource: `arn:aws:iam::${account}:user/\u0024{aws:username}`,
  });
  const found = await keys(account({ ann: document(own("*")), bob: document(own(ACCOUNT)) }));
  expect(found).toEqual({ ann: "not_enforced write", bob: "not_enforced write" });
});

test("users alike in all but a group without policies are told apart where a right reaches it", async () => {
  const files = account({ ann: document({ Effect: "Allow", Action: "iam:PutGroupPolicy", Resource: "*" }) });
  const alone = await keys(files);
  const details = files[`${ACCOUNT}/details.json`] as { UserDetailList: object[] };
  const [ann] = details.UserDetailList;
  const rows = [root(), ...["ann", "bob"].map((name) => user(name, { ...PASSWORD, ...KEY }))];
  const both = await keys({
    ...files,
    [`${ACCOUNT}/report.csv`]: csv(inAccount(ACCOUNT, rows)),
    [`${ACCOUNT}/details.json`]: {
      UserDetailList: [
        ann,
        {
          ...ann,
          UserName: "bob",
          UserId: "AIDABOB",
          Arn: `arn:aws:iam::${ACCOUNT}:user/bob`,
          GroupList: ["empty"],
        },
      ],
      GroupDetailList: [{ GroupName: "empty", Arn: `arn:aws:iam::${ACCOUNT}:group/empty` }],
    },
  });
  expect([alone.ann, both]).toEqual([
    "not_enforced write",
    { ann: "not_enforced write", bob: "not_enforced admin-equivalent" },
  ]);
});

test("certificates, SSH keys and service-specific credentials are good for their own service", async () => {
  const policy = document(allow());
  const names = ["cert", "git", "rock", "other", "none"];
  const files = account(Object.fromEntries(names.map((name) => [name, policy])));
  const credential = (UserName: string, ServiceName?: string) => ({
    UserName,
    ServiceSpecificCredentialId: `ACCA${UserName.toUpperCase()}00000000000`,
    ...(ServiceName !== undefined && { ServiceName }),
    Status: "Active",
    CreateDate: "2020-01-01T00:00:00Z",
  });
  const cert = { cert_1_active: "true", cert_1_last_rotated: "2020-01-01T00:00:00Z" };
  const found = await keys({
    ...files,
    [`${ACCOUNT}/report.csv`]: csv(
      inAccount(ACCOUNT, [root(), ...names.map((name) => user(name, name === "cert" ? cert : {}))]),
    ),
    [`${ACCOUNT}/service-specific-credentials.json`]: {
      ServiceSpecificCredentials: [
        credential("git", "codecommit.amazonaws.com"),
        credential("rock", "bedrock.amazonaws.com"),
        credential("other"),
      ],
    },
  });
  expect(found).toEqual({
    cert: "not_enforced conditional-escalation",
    git: "not_enforced write",
    rock: "not_enforced write",
    other: "not_enforced admin",
    none: "not_applicable none",
  });
});
