import {
  GetUserCommand,
  ListAccessKeysCommand,
  ListOrganizationsFeaturesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  paginateListAccounts,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, AssumeRootCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failureOf, sdkClients } from "./clients.js";
import { allow, trust } from "./policies.js";
import type { OrganizationSeed } from "./seed.js";
import { type AwsServer, startAwsServer } from "./start-server.js";

const MANAGEMENT = "123456789012";
const MEMBER = "000011112222";
const OUTSIDER = "999988887777";
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(() => server.reset());

const small: OrganizationSeed = {
  management_account_id: MANAGEMENT,
  root_features: ["RootCredentialsManagement", "RootSessions"],
  units: [
    { name: "Workloads", units: [{ name: "Prod", accounts: [{ account_id: MEMBER, name: "Shop, EU" }] }] },
  ],
  policies: [
    {
      name: "no-keys",
      content: { Version: "2012-10-17", Statement: [] },
      targets: ["/Workloads/Prod", MEMBER],
    },
  ],
};
const clientsOf = async (account: string, user?: string) =>
  sdkClients(server, await server.credentials(account, user));

test("ListAccounts gives at most 20 a page, every account once, with State beside Status", async () => {
  const { organizations } = sdkClients(server);
  const members = Array.from({ length: 45 }, (_, i) => ({
    account_id: String(200_000_000_000 + i),
    name: `a${i}`,
  }));
  const closed = { account_id: "300000000000", name: "closed", state: "CLOSED" } as const;
  await server.seed({ organization: { management_account_id: MANAGEMENT, accounts: [...members, closed] } });
  const sizes: number[] = [];
  const ids = new Set<string | undefined>();
  for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
    sizes.push(Accounts.length);
    for (const { Id } of Accounts) ids.add(Id);
    const last = Accounts.find(({ Id }) => Id === closed.account_id);
    if (last) expect(last).toMatchObject({ State: "CLOSED", Status: "SUSPENDED" });
  }
  expect(sizes).toEqual([20, 20, 7]);
  expect(ids.size).toBe(47);
  const greedy = await failureOf(organizations.send(new ListAccountsCommand({ MaxResults: 21 })));
  expect(greedy).toMatchObject({ name: "InvalidInputException", status: 400 });
});

test("the tree, its policies and their targets", async () => {
  const { organizations } = sdkClients(server);
  await server.seed({ organization: small });
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  expect(Roots?.[0]?.PolicyTypes).toEqual([{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }]);
  const unitsOf = async (ParentId = "") =>
    (await organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId }))).OrganizationalUnits;
  const [workloads] = (await unitsOf(Roots?.[0]?.Id)) ?? [];
  const [prod] = (await unitsOf(workloads?.Id)) ?? [];
  expect([workloads?.Name, prod?.Name]).toEqual(["Workloads", "Prod"]);
  const ParentId = prod?.Id;
  const { Accounts } = await organizations.send(new ListAccountsForParentCommand({ ParentId }));
  expect(Accounts).toMatchObject([{ Id: MEMBER, Name: "Shop, EU", State: "ACTIVE" }]);
  const Filter = "SERVICE_CONTROL_POLICY";
  const { Policies } = await organizations.send(new ListPoliciesCommand({ Filter }));
  expect(Policies?.map(({ Name }) => Name)).toEqual(["FullAWSAccess", "no-keys"]);
  const PolicyId = Policies?.[1]?.Id;
  const { Targets } = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId }));
  expect(Targets?.map(({ TargetId }) => TargetId)).toEqual([prod?.Id, MEMBER]);
  const attached = await organizations.send(new ListPoliciesForTargetCommand({ TargetId: MEMBER, Filter }));
  expect(attached.Policies?.map(({ Name }) => Name)).toEqual(["FullAWSAccess", "no-keys"]);
  const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
  expect(JSON.parse(Policy?.Content ?? "")).toEqual({ Version: "2012-10-17", Statement: [] });
});

test("a member may describe the organization and no more; an account in none is told so, in JSON", async () => {
  await server.seed({ organization: small });
  const member = await clientsOf(MEMBER);
  const { Organization } = await member.organizations.send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ MasterAccountId: MANAGEMENT, FeatureSet: "ALL" });
  const denied = await failureOf(member.organizations.send(new ListAccountsCommand({})));
  expect(denied).toMatchObject({ name: "AccessDeniedException", status: 400 });
  const outsider = await clientsOf(OUTSIDER);
  for (const command of [new DescribeOrganizationCommand({}), new ListAccountsCommand({})]) {
    const failure = await failureOf(outsider.organizations.send(command as ListAccountsCommand));
    expect(failure).toMatchObject({ name: "AWSOrganizationsNotInUseException", status: 400 });
  }
});

test("a delegated administrator reads the organization too", async () => {
  const delegated_administrators = [{ account_id: MEMBER, service: "iam.amazonaws.com" }];
  await server.seed({ organization: { ...small, delegated_administrators } });
  const { organizations } = await clientsOf(MEMBER);
  expect((await organizations.send(new ListAccountsCommand({}))).Accounts).toHaveLength(2);
});

test("the same seed gives the same ids", async () => {
  const read = async () => {
    await server.reset();
    await server.seed({ organization: small });
    const { organizations } = sdkClients(server);
    return (await organizations.send(new DescribeOrganizationCommand({}))).Organization;
  };
  expect(await read()).toEqual(await read());
});

const role = { name: "audit", path: "/ops/", trust: trust(MANAGEMENT, "secret-id") };
const RoleArn = `arn:aws:iam::${MEMBER}:role/ops/audit`;
const ask = { RoleArn, RoleSessionName: "test", ExternalId: "secret-id" };

test("AssumeRole gives credentials of the account of the role", async () => {
  await server.seed({
    accounts: [
      { account_id: MEMBER, roles: [role], users: [{ name: "ann", created: "2024-01-01T00:00:00Z" }] },
    ],
  });
  const { Credentials } = await sdkClients(server).sts.send(new AssumeRoleCommand(ask));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  const inside = sdkClients(server, {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
  expect(await inside.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: MEMBER,
    Arn: `arn:aws:sts::${MEMBER}:assumed-role/audit/test`,
  });
  expect((await inside.iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
  const chained = await failureOf(inside.sts.send(new AssumeRoleCommand({ ...ask })));
  expect(chained).toMatchObject({ name: "AccessDenied", status: 403 });
});

test.each([
  ["no such role", { RoleArn: `arn:aws:iam::${MEMBER}:role/other` }, MANAGEMENT],
  ["the path of the role left out", { RoleArn: `arn:aws:iam::${MEMBER}:role/audit` }, MANAGEMENT],
  ["a wrong external id", { ExternalId: "guess" }, MANAGEMENT],
  ["no external id", { ExternalId: undefined }, MANAGEMENT],
  ["an account that is not trusted", {}, OUTSIDER],
])("AssumeRole is denied: %s", async (_, change, account) => {
  await server.seed({ accounts: [{ account_id: MEMBER, roles: [role] }] });
  const { sts } = await clientsOf(account);
  const failure = await failureOf(sts.send(new AssumeRoleCommand({ ...ask, ...change })));
  expect(failure).toMatchObject({ name: "AccessDenied", status: 403 });
  expect(failure.message).toContain("is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam");
});

test("a role that trusts one user denies another of the same account", async () => {
  const Principal = { AWS: `arn:aws:iam::${MANAGEMENT}:user/ops/ann` };
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  };
  const created = "2024-01-01T00:00:00Z";
  const users = [
    { name: "ann", path: "/ops/", created },
    { name: "bob", created },
  ];
  await server.seed({
    accounts: [
      { account_id: MANAGEMENT, users },
      { account_id: MEMBER, roles: [{ ...role, trust: document }] },
    ],
  });
  await (await clientsOf(MANAGEMENT, "ann")).sts.send(new AssumeRoleCommand(ask));
  const bob = await clientsOf(MANAGEMENT, "bob");
  expect(await failureOf(bob.sts.send(new AssumeRoleCommand(ask)))).toMatchObject({ name: "AccessDenied" });
});

test("a session that is too long is refused", async () => {
  await server.seed({ accounts: [{ account_id: MEMBER, roles: [role] }] });
  const failure = await failureOf(
    sdkClients(server).sts.send(new AssumeRoleCommand({ ...ask, DurationSeconds: 7200 })),
  );
  expect(failure).toMatchObject({ name: "ValidationError", status: 400 });
});

const task = (name: string) => ({
  TargetPrincipal: MEMBER,
  TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${name}` },
});

test("AssumeRoot lets the management account look at the root user of a member, and no more", async () => {
  const keys = [{ id: "AKIAROOTROOTROOTROOT", created: "2024-01-01T00:00:00Z" }];
  await server.seed({ organization: small, accounts: [{ account_id: MEMBER, root: { keys } }] });
  const { sts } = sdkClients(server);
  const { Credentials } = await sts.send(new AssumeRootCommand(task("IAMAuditRootUserCredentials")));
  const root = sdkClients(server, {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  });
  const { AccessKeyMetadata } = await root.iam.send(new ListAccessKeysCommand({}));
  expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId: "AKIAROOTROOTROOTROOT", Status: "Active" }]);
  expect((await root.iam.send(new GetUserCommand({}))).User?.Arn).toBe(`arn:aws:iam::${MEMBER}:root`);
  expect(await failureOf(root.iam.send(new ListUsersCommand({})))).toMatchObject({
    name: "AccessDenied",
    status: 403,
  });
});

test("AssumeRoot is denied to members, for accounts outside, and while root sessions are off", async () => {
  await server.seed({ organization: small });
  const audit = task("IAMAuditRootUserCredentials");
  const member = await clientsOf(MEMBER);
  const { sts } = sdkClients(server);
  const asks = [
    () => member.sts.send(new AssumeRootCommand(audit)),
    () => sts.send(new AssumeRootCommand({ ...audit, TargetPrincipal: OUTSIDER })),
    () => sts.send(new AssumeRootCommand({ ...audit, TargetPrincipal: MANAGEMENT })),
  ];
  for (const each of asks)
    expect(await failureOf(each())).toMatchObject({ name: "AccessDenied", status: 403 });
  const invented = await failureOf(sts.send(new AssumeRootCommand(task("Everything"))));
  expect(invented).toMatchObject({ name: "ValidationError" });
  await server.reset();
  await server.seed({ organization: { ...small, root_features: ["RootCredentialsManagement"] } });
  expect(await failureOf(sts.send(new AssumeRootCommand(audit)))).toMatchObject({ name: "AccessDenied" });
});

test("ListOrganizationsFeatures, and the reasons why it does not answer", async () => {
  const ask = async (account: string) =>
    (await clientsOf(account)).iam.send(new ListOrganizationsFeaturesCommand({}));
  expect(await failureOf(ask(MANAGEMENT))).toMatchObject({ name: "OrganizationNotFoundException" });
  await server.seed({ organization: small });
  expect((await ask(MANAGEMENT)).EnabledFeatures).toEqual(["RootCredentialsManagement", "RootSessions"]);
  const name = "AccountNotManagementOrDelegatedAdministratorException";
  expect(await failureOf(ask(MEMBER))).toMatchObject({ name });
  await server.reset();
  await server.seed({ organization: { management_account_id: MANAGEMENT } });
  expect(await failureOf(ask(MANAGEMENT))).toMatchObject({ name: "ServiceAccessNotEnabledException" });
});

test("a suspended account lets nobody in", async () => {
  const accounts = [{ account_id: MEMBER, name: "closed", state: "SUSPENDED" as const }];
  await server.seed({
    organization: { management_account_id: MANAGEMENT, accounts },
    accounts: [{ account_id: MEMBER, roles: [{ ...role, inline_policies: { all: allow("*") } }] }],
  });
  const failure = await failureOf(sdkClients(server).sts.send(new AssumeRoleCommand(ask)));
  expect(failure).toMatchObject({ name: "AccessDenied" });
});
