import { GetAccountSummaryCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand, ListAccountsCommand } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AUDIT_ROLE } from "../../src/model/permissions.js";
import { scopePolicy } from "../../src/sources/permission-policy.js";
import { failureOf, sdkClients } from "./clients.js";
import { allow, trust } from "./policies.js";
import type { PolicyDocument, UserSeed } from "./seed.js";
import { type AwsServer, startAwsServer } from "./start-server.js";

const MANAGEMENT = "123456789012";
const MEMBER = "000011112222";
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(() => server.reset());

const statement = (Effect: "Allow" | "Deny", Action: string, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect, Action, Resource: "*", ...more }],
});

/** Clients of a user of the management account with these policies, permissions being checked. */
async function asUser(more: Partial<UserSeed>) {
  const user = { name: "ann", path: "/ops/", created: "2024-01-01T00:00:00Z", ...more };
  await server.seed({
    organization: { management_account_id: MANAGEMENT, accounts: [{ account_id: MEMBER, name: "m" }] },
    accounts: [
      {
        account_id: MANAGEMENT,
        groups: [{ name: "readers", inline_policies: { read: allow("iam:List*") } }],
        policies: [{ name: "summary-only", document: allow("iam:GetAccountSummary") }],
        users: [user],
      },
    ],
  });
  await server.auth(true);
  return sdkClients(server, await server.credentials(MANAGEMENT, "ann"));
}
const summary = new GetAccountSummaryCommand({});
const users = new ListUsersCommand({});
const denied = { name: "AccessDenied", status: 403 };

test("a user may do what its policies allow, one action less is denied, and off again all is allowed", async () => {
  const { iam, sts } = await asUser({ inline_policies: { read: allow("IAM:list*") } });
  await iam.send(users);
  expect(await failureOf(iam.send(summary))).toEqual({
    ...denied,
    message:
      `User: arn:aws:iam::${MANAGEMENT}:user/ops/ann is not authorized to perform: iam:GetAccountSummary on resource: * ` +
      "because no identity-based policy allows the iam:GetAccountSummary action",
  });
  await sts.send(new GetCallerIdentityCommand({}));
  await server.auth(false);
  await iam.send(summary);
});

test("an organizations call that is denied says so in JSON", async () => {
  const { organizations } = await asUser({ inline_policies: { some: allow("organizations:Describe*") } });
  await organizations.send(new DescribeOrganizationCommand({}));
  const failure = await failureOf(organizations.send(new ListAccountsCommand({})));
  expect(failure).toMatchObject({ name: "AccessDeniedException", status: 400 });
  expect(failure.message).toContain("organizations:ListAccounts");
});

test.each<[string, Partial<UserSeed>]>([
  ["a group", { groups: ["readers"] }],
  ["an AWS managed policy", { attached_policies: ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"] }],
])("%s allows too", async (_, more) => {
  await (await asUser(more)).iam.send(users);
});

test("an explicit deny and a permissions boundary win over an allow", async () => {
  const policies = { all: allow("*"), not: statement("Deny", "iam:ListUsers") };
  const permissions_boundary = `arn:aws:iam::${MANAGEMENT}:policy/summary-only`;
  const first = await asUser({ inline_policies: policies });
  expect((await failureOf(first.iam.send(users))).message).toContain(
    "explicit deny in an identity-based policy",
  );
  await first.iam.send(summary);
  await server.reset();
  const second = await asUser({ inline_policies: { all: allow("*") }, permissions_boundary });
  expect((await failureOf(second.iam.send(users))).message).toContain("no permissions boundary allows");
  await second.iam.send(summary);
});

test.each([
  ["BoolIfExists binds access keys", "BoolIfExists", { "aws:MultiFactorAuthPresent": "false" }, true],
  ["Bool does not", "Bool", { "aws:MultiFactorAuthPresent": "false" }, false],
  ["Null does", "Null", { "aws:MultiFactorAuthPresent": "true" }, true],
  ["StringNotLike on another name", "StringNotLike", { "aws:username": "a?n" }, false],
  ["ArnLike on the path", "ArnLike", { "aws:PrincipalArn": "arn:aws:iam::*:user/ops/*" }, true],
])("conditions: %s", async (_, operator, block, isDenied) => {
  const deny = statement("Deny", "iam:*", { Condition: { [operator]: block } });
  const { iam } = await asUser({ inline_policies: { all: allow("*"), deny } });
  if (isDenied) expect(await failureOf(iam.send(users))).toMatchObject(denied);
  else await iam.send(users);
});

test("a condition operator that the server does not know is no silent yes or no", async () => {
  const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  const { iam } = await asUser({ inline_policies: { ip: statement("Allow", "*", { Condition }) } });
  expect((await failureOf(iam.send(users))).message).toContain(
    "does not know the condition operator IpAddress",
  );
});

test("a wrong secret, an unknown key and an inactive key are refused", async () => {
  await asUser({
    keys: [{ id: "AKIAINACTIVEINACTIVE", created: "2024-01-01T00:00:00Z", status: "Inactive" }],
  });
  const secret = await server.credentials(MANAGEMENT);
  const wrong = sdkClients(server, { ...secret, secretAccessKey: "x" });
  expect(await failureOf(wrong.iam.send(users))).toMatchObject({
    name: "SignatureDoesNotMatch",
    status: 403,
  });
  expect(await failureOf(sdkClients(server).iam.send(users))).toMatchObject({ name: "InvalidClientTokenId" });
  const { organizations } = sdkClients(server);
  const inJson = await failureOf(organizations.send(new ListAccountsCommand({})));
  expect(inJson).toMatchObject({ name: "UnrecognizedClientException", status: 400 });
  const inactive = sdkClients(server, { accessKeyId: "AKIAINACTIVEINACTIVE", secretAccessKey: "x" });
  expect(await failureOf(inactive.iam.send(users))).toMatchObject({ name: "InvalidClientTokenId" });
});

/** Clients of a session of a role in the member account, under these service control policies. */
async function asRole(content: PolicyDocument, targets: readonly string[], replaces_full_access = false) {
  const inline_policies = { all: allow("iam:*") };
  await server.seed({
    organization: {
      management_account_id: MANAGEMENT,
      units: [{ name: "Prod", accounts: [{ account_id: MEMBER, name: "m" }] }],
      policies: [{ name: "guard", content, targets, replaces_full_access }],
    },
    accounts: [
      {
        account_id: MANAGEMENT,
        users: [{ name: "ann", created: "2024-01-01T00:00:00Z", inline_policies: { a: allow("*") } }],
      },
      { account_id: MEMBER, roles: [{ name: "audit", trust: trust(MANAGEMENT, "id"), inline_policies }] },
    ],
  });
  await server.auth(true);
  const ann = sdkClients(server, await server.credentials(MANAGEMENT, "ann"));
  const RoleArn = `arn:aws:iam::${MEMBER}:role/audit`;
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "s", ExternalId: "id" });
  const { Credentials } = await ann.sts.send(assume);
  const role = sdkClients(server, {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  });
  return { ann, role };
}

test.each([["/"], ["/Prod"], [MEMBER]])(
  "a service control policy at %s binds the member, not the management account",
  async (target) => {
    const { ann, role } = await asRole(statement("Deny", "iam:ListUsers"), [target]);
    const failure = await failureOf(role.iam.send(users));
    expect(failure).toMatchObject(denied);
    expect(failure.message).toContain(`assumed-role/audit/s is not authorized`);
    expect(failure.message).toContain("explicit deny in a service control policy");
    await role.iam.send(summary);
    await ann.iam.send(users);
  },
);

test("without FullAWSAccess only what the policy allows is left", async () => {
  const { role } = await asRole(allow("iam:Get*"), ["/Prod"], true);
  await role.iam.send(summary);
  expect((await failureOf(role.iam.send(users))).message).toContain("no service control policy allows");
});

test("AssumeRole needs the permission of the caller as well", async () => {
  const elsewhere = statement("Allow", "sts:AssumeRole", { Resource: `arn:aws:iam::${MEMBER}:role/other` });
  const { sts } = await asUser({ inline_policies: { elsewhere } });
  await server.seed({
    accounts: [{ account_id: MEMBER, roles: [{ name: "audit", trust: trust(MANAGEMENT, "id") }] }],
  });
  const RoleArn = `arn:aws:iam::${MEMBER}:role/audit`;
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "s", ExternalId: "id" });
  const failure = await failureOf(sts.send(assume));
  expect(failure).toMatchObject(denied);
  expect(failure.message).toContain(RoleArn);
});

test("the shipped policy of an organization assumes its audit roles, and none of that name elsewhere", async () => {
  const outside = "999988887777";
  const audit = { ...scopePolicy("organization") };
  const role = { name: AUDIT_ROLE, trust: trust(MANAGEMENT, "id") };
  await server.seed({
    organization: {
      management_account_id: MANAGEMENT,
      units: [{ name: "Prod", accounts: [{ account_id: MEMBER, name: "m" }] }],
    },
    accounts: [
      {
        account_id: MANAGEMENT,
        users: [{ name: "ann", created: "2024-01-01T00:00:00Z", inline_policies: { audit } }],
      },
      { account_id: MEMBER, roles: [role] },
      { account_id: outside, roles: [role] },
    ],
  });
  await server.auth(true);
  const { sts } = sdkClients(server, await server.credentials(MANAGEMENT, "ann"));
  const assume = (account: string) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/${AUDIT_ROLE}`,
        RoleSessionName: "s",
        ExternalId: "id",
      }),
    );
  expect((await assume(MEMBER)).Credentials).toBeDefined();
  expect(await failureOf(assume(outside))).toMatchObject(denied);
});
