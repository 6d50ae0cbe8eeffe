import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
  paginateListUsers,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failureOf, sdkClients } from "./clients.js";
import { type AwsServer, startAwsServer } from "./start-server.js";

const ACCOUNT = "123456789012";
const CREATED = "2024-01-01T00:00:00Z";
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(() => server.reset());

const names = (count: number) =>
  Array.from({ length: count }, (_, i) => `user-${String(i).padStart(4, "0")}`);
const users = (count: number) => names(count).map((name) => ({ name, created: CREATED }));

test("ListUsers gives 100 a page unless asked otherwise, and every user once", async () => {
  const { iam } = sdkClients(server);
  await server.seed({ accounts: [{ account_id: ACCOUNT, users: users(250) }] });
  const sizes: number[] = [];
  const seen: (string | undefined)[] = [];
  for await (const page of paginateListUsers({ client: iam }, {})) {
    sizes.push(page.Users?.length ?? 0);
    seen.push(...(page.Users ?? []).map(({ UserName }) => UserName));
  }
  expect(sizes).toEqual([100, 100, 50]);
  expect(seen).toEqual(names(250));
  const whole = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
  expect(whole.Users).toHaveLength(250);
  expect(whole.IsTruncated).toBe(false);
  expect(await failureOf(iam.send(new ListUsersCommand({ MaxItems: 1001 })))).toMatchObject({ status: 400 });
  expect(await failureOf(iam.send(new ListUsersCommand({ Marker: "nonsense" })))).toMatchObject({
    status: 400,
  });
});

test("authorization details page across users, groups, roles and policies", async () => {
  const { iam } = sdkClients(server);
  const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
  await server.seed({
    accounts: [
      {
        account_id: ACCOUNT,
        groups: [{ name: "g" }],
        policies: [{ name: "p", document }],
        roles: [{ name: "r", trust: document }],
        users: [
          { name: "a,b", path: "/x/", created: CREATED, groups: ["g"], tags: { team: "ops" } },
          {
            name: "c",
            created: CREATED,
            inline_policies: { i: document },
            attached_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess", `arn:aws:iam::${ACCOUNT}:policy/p`],
            permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/p`,
          },
        ],
      },
    ],
  });
  const first = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 3 }));
  expect(first.IsTruncated).toBe(true);
  expect(first.UserDetailList?.map(({ Arn }) => Arn)).toEqual([
    `arn:aws:iam::${ACCOUNT}:user/x/a,b`,
    `arn:aws:iam::${ACCOUNT}:user/c`,
  ]);
  expect(first.UserDetailList?.[0]).toMatchObject({
    GroupList: ["g"],
    Tags: [{ Key: "team", Value: "ops" }],
  });
  expect(first.UserDetailList?.[1]?.PermissionsBoundary?.PermissionsBoundaryArn).toMatch(/policy\/p$/);
  const inline = first.UserDetailList?.[1]?.UserPolicyList?.[0]?.PolicyDocument ?? "";
  expect(inline).toMatch(/^%7B/);
  expect(JSON.parse(decodeURIComponent(inline))).toEqual(document);
  const second = await iam.send(
    new GetAccountAuthorizationDetailsCommand({ MaxItems: 3, Marker: first.Marker }),
  );
  expect(second.IsTruncated).toBe(false);
  expect(second.RoleDetailList?.map(({ RoleName }) => RoleName)).toEqual(["r"]);
  expect(second.Policies?.map(({ PolicyName }) => PolicyName).sort()).toEqual(["ReadOnlyAccess", "p"]);
  const only = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["LocalManagedPolicy"] }));
  expect(only.Policies).toHaveLength(1);
  expect(only.UserDetailList).toEqual([]);
});

test("the page size of the server can be smaller than what the client asks", async () => {
  const { iam } = sdkClients(server);
  await server.seed({ accounts: [{ account_id: ACCOUNT, users: users(5) }] });
  await server.settings({ page_size: 2 });
  const page = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
  expect(page.Users).toHaveLength(2);
  expect(page.IsTruncated).toBe(true);
});

test("virtual MFA devices: owner, root and nobody; other kinds only at the user", async () => {
  const { iam } = sdkClients(server);
  const kinds = ["virtual", "fido", "hardware"] as const;
  await server.seed({
    accounts: [
      {
        account_id: ACCOUNT,
        root: { mfa: [{ kind: "virtual" }] },
        unassigned_mfa_devices: ["spare"],
        users: [{ name: "ann", created: CREATED, mfa: kinds.map((kind) => ({ kind })) }],
      },
    ],
  });
  const list = async (AssignmentStatus: "Any" | "Assigned" | "Unassigned") =>
    (await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus }))).VirtualMFADevices ?? [];
  expect((await list("Assigned")).map(({ User }) => User?.Arn)).toEqual([
    `arn:aws:iam::${ACCOUNT}:user/ann`,
    `arn:aws:iam::${ACCOUNT}:root`,
  ]);
  expect((await list("Unassigned")).map(({ SerialNumber }) => SerialNumber)).toEqual([
    `arn:aws:iam::${ACCOUNT}:mfa/spare`,
  ]);
  expect(await list("Any")).toHaveLength(3);
  const own = await iam.send(new ListMFADevicesCommand({ UserName: "ann" }));
  expect(own.MFADevices?.map(({ SerialNumber }) => SerialNumber)).toEqual([
    expect.stringMatching(/:mfa\/ann$/),
    expect.stringMatching(/:u2f\/user\/ann\//),
    expect.stringMatching(/^GAKT\d{8}$/),
  ]);
});

test("summary, alias and password policy tell of the account, and their absence too", async () => {
  const { iam } = sdkClients(server);
  const summary = async () => (await iam.send(new GetAccountSummaryCommand({}))).SummaryMap;
  expect(await summary()).toMatchObject({ AccountMFAEnabled: 0, AccountPasswordPresent: 1, Users: 0 });
  const none = await failureOf(iam.send(new GetAccountPasswordPolicyCommand({})));
  expect(none).toMatchObject({ name: "NoSuchEntityException", status: 404 });
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
  const root = { password: null, keys: [{ created: CREATED }], mfa: [{ kind: "fido" }] } as const;
  await server.seed({
    accounts: [
      {
        account_id: ACCOUNT,
        alias: "acme",
        root,
        password_policy: { MinimumPasswordLength: 9 },
        users: users(2),
      },
    ],
  });
  expect(await summary()).toMatchObject({
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 1,
    AccountPasswordPresent: 0,
    Users: 2,
  });
  const policy = await iam.send(new GetAccountPasswordPolicyCommand({}));
  expect(policy.PasswordPolicy).toMatchObject({ MinimumPasswordLength: 9, ExpirePasswords: false });
  expect(policy.PasswordPolicy).not.toHaveProperty("MaxPasswordAge");
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(["acme"]);
});

test("service-specific credentials of all users, page by page, and switched off", async () => {
  const { iam } = sdkClients(server);
  const credential = { service: "bedrock.amazonaws.com", created: CREATED, expires: "2030-01-01T00:00:00Z" };
  const owners = users(3).map((user) => ({ ...user, service_credentials: [credential] }));
  await server.seed({ accounts: [{ account_id: ACCOUNT, users: owners }] });
  const list = (Marker?: string) =>
    iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 2, Marker }));
  const first = await list();
  expect(first.IsTruncated).toBe(true);
  const second = await list(first.Marker);
  expect(second).toMatchObject({
    IsTruncated: false,
    ServiceSpecificCredentials: [{ UserName: "user-0002" }],
  });
  const [{ ServiceSpecificCredentialId, UserName } = {}] = first.ServiceSpecificCredentials ?? [];
  await iam.send(
    new UpdateServiceSpecificCredentialCommand({ ServiceSpecificCredentialId, UserName, Status: "Inactive" }),
  );
  expect((await list()).ServiceSpecificCredentials?.map(({ Status }) => Status)).toEqual([
    "Inactive",
    "Active",
  ]);
});

test("seeded dates and states are what the API tells, and update changes them", async () => {
  const { iam } = sdkClients(server);
  const keys = [
    { created: "2024-02-03T04:05:06Z", last_used: "2025-01-02T03:04:05Z", service: "s3", region: "N/A" },
  ];
  const password = { last_used: "2024-06-01T00:00:00Z", created: "2024-05-01T00:00:00Z" };
  await server.seed({
    accounts: [{ account_id: ACCOUNT, users: [{ name: "ann", created: CREATED, keys, password }] }],
  });
  const user = async () => (await iam.send(new GetUserCommand({ UserName: "ann" }))).User;
  const key = async () =>
    (await iam.send(new ListAccessKeysCommand({ UserName: "ann" }))).AccessKeyMetadata?.[0];
  expect((await user())?.PasswordLastUsed).toEqual(new Date("2024-06-01T00:00:00Z"));
  expect(await key()).toMatchObject({ Status: "Active", CreateDate: new Date("2024-02-03T04:05:06Z") });
  const { AccessKeyId } = (await key()) ?? {};
  const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  expect(AccessKeyLastUsed).toMatchObject({ LastUsedDate: new Date("2025-01-02T03:04:05Z"), Region: "N/A" });
  const profile = await iam.send(new GetLoginProfileCommand({ UserName: "ann" }));
  expect(profile.LoginProfile?.CreateDate).toEqual(new Date("2024-05-01T00:00:00Z"));

  const change = {
    name: "ann",
    created: "2020-01-01T00:00:00Z",
    password: null,
    keys: [{ status: "Inactive" as const }],
  };
  await server.update({ account_id: ACCOUNT, users: [change] });
  expect((await user())?.CreateDate).toEqual(new Date("2020-01-01T00:00:00Z"));
  expect((await user())?.PasswordLastUsed).toEqual(new Date("2024-06-01T00:00:00Z"));
  expect(await key()).toMatchObject({
    AccessKeyId,
    Status: "Inactive",
    CreateDate: new Date("2024-02-03T04:05:06Z"),
  });
  expect(await failureOf(iam.send(new GetLoginProfileCommand({ UserName: "ann" })))).toMatchObject({
    status: 404,
  });
});

test("what the API changes stays: switch off a key, refuse to delete a user that has one", async () => {
  const { iam } = sdkClients(server);
  await server.settings({ now: "2026-03-04T05:06:07Z" });
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  const AccessKeyId = AccessKey?.AccessKeyId;
  await iam.send(new UpdateAccessKeyCommand({ UserName: "ann", AccessKeyId, Status: "Inactive" }));
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: "ann" }));
  const CreateDate = new Date("2026-03-04T05:06:07Z");
  expect(AccessKeyMetadata).toEqual([{ UserName: "ann", AccessKeyId, Status: "Inactive", CreateDate }]);
  const refused = await failureOf(iam.send(new DeleteUserCommand({ UserName: "ann" })));
  expect(refused).toMatchObject({ name: "DeleteConflictException", status: 409 });
});
