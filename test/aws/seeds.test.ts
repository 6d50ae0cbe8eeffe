import {
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { paginateListAccounts } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failureOf, sdkClients } from "./clients.js";
import { organizationSeed } from "./organization.js";
import { SINGLE_ACCOUNT_ID, seedSingleAccount } from "./single-account.js";
import { type AwsServer, startAwsServer } from "./start-server.js";
import { trapUsers } from "./traps.js";

const AS_OF = new Date("2026-11-23T08:00:00Z");
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(() => server.reset());

async function report(): Promise<{ rows: Map<string, Record<string, string>>; generated: Date | undefined }> {
  const { Content, GeneratedTime } = await sdkClients(server).iam.send(new GetCredentialReportCommand({}));
  const rows = parse(Buffer.from(Content ?? []), { columns: true }) as Record<string, string>[];
  return { rows: new Map(rows.map((row) => [row.user ?? "", row])), generated: GeneratedTime };
}

test("the single account is the same each time", async () => {
  const read = async () => {
    await server.reset();
    await seedSingleAccount(server, AS_OF);
    const { iam } = sdkClients(server);
    const { $metadata, ...details } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }),
    );
    return { details, report: await report() };
  };
  expect(await read()).toEqual(await read());
});

test("the single account: about 40 users, each a trap, and a report that is two hours behind", async () => {
  const { traps, deletedUser } = await seedSingleAccount(server, AS_OF);
  const { iam } = sdkClients(server);
  const { Users = [] } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
  const listed = Users.map(({ UserName }) => UserName).sort();
  expect(listed).toEqual(traps.map(({ user }) => user.name).sort());
  expect(new Set(traps.map(({ truth }) => truth)).size).toBe(traps.length);
  const { rows, generated } = await report();
  expect(generated).toEqual(new Date("2026-11-23T06:00:00Z"));
  expect(rows.has(deletedUser)).toBe(true);
  expect(listed).not.toContain(deletedUser);
  expect(rows.has("made-since-report")).toBe(false);
  expect(rows.get("mfa-since-report")?.mfa_active).toBe("false");
  const { VirtualMFADevices = [] } = await iam.send(
    new ListVirtualMFADevicesCommand({ AssignmentStatus: "Assigned" }),
  );
  const owners = VirtualMFADevices.map(({ User }) => User?.UserName);
  expect(owners).toContain("mfa-since-report");
  expect(owners).not.toContain("unassigned-device");
});

test("the traps are what their truths say", async () => {
  await seedSingleAccount(server, AS_OF);
  const { rows } = await report();
  const ageOf = (name: string, column: string) =>
    (AS_OF.getTime() - Date.parse(rows.get(name)?.[column] ?? "")) / 86_400_000;
  const sinceSetup = (name: string, slot: 1 | 2) => {
    const row = rows.get(name);
    return (
      Date.parse(row?.[`access_key_${slot}_last_rotated`] ?? "") - Date.parse(row?.user_creation_time ?? "")
    );
  };
  expect(rows.get("never-used-key")).toMatchObject({
    access_key_1_active: "true",
    access_key_1_last_used_date: "N/A",
    password_enabled: "false",
  });
  expect(rows.get("never-used-password")).toMatchObject({ password_last_used: "no_information" });
  expect(ageOf("ninety-point-four", "access_key_1_last_rotated")).toBeCloseTo(90.4, 5);
  expect(ageOf("exactly-ninety", "access_key_1_last_rotated")).toBe(90);
  expect(ageOf("ninety-less-a-second", "access_key_1_last_rotated")).toBeCloseTo(90 - 1 / 86_400, 6);
  expect([sinceSetup("key-at-setup", 1), sinceSetup("key-after-setup", 1)]).toEqual([5_000, 11_000]);
  expect([1, 2].map((slot) => sinceSetup("key-at-setup-in-slot-2", slot as 1 | 2))).toEqual([
    86_400_000, 10_000,
  ]);
  expect(rows.get("active-and-old-differ")).toMatchObject({
    access_key_1_active: "true",
    access_key_2_active: "false",
  });
  expect(rows.get("two-inactive-keys")).toMatchObject({
    access_key_1_active: "false",
    access_key_2_active: "false",
  });
  expect(rows.get("hardware")?.mfa_active).toBe("true");
  expect(rows.get("unassigned-device")?.mfa_active).toBe("false");
  expect(rows.get("pathfinder")?.arn).toBe(
    `arn:aws:iam::${SINGLE_ACCOUNT_ID}:user/engineering/ops/pathfinder`,
  );
  expect(rows.get("<root_account>")).toMatchObject({ access_key_1_active: "true", mfa_active: "true" });
});

test("an organization of 60 accounts, whose roles can all be assumed but that of the suspended one", async () => {
  const organization = organizationSeed({ asOf: AS_OF });
  await server.seed(organization.seed);
  const { runner, managementAccountId, accountIds } = organization;
  expect(new Set(accountIds).size).toBe(60);
  await server.auth(true);
  const { sts, organizations } = sdkClients(server, await server.credentials(managementAccountId, runner));
  const listed: (string | undefined)[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
    listed.push(...Accounts.map(({ Id }) => Id));
  }
  expect([...listed].sort()).toEqual([...accountIds].sort());
  for (const id of accountIds) {
    const RoleArn = `arn:aws:iam::${id}:role/${organization.roleName}`;
    const ask = { RoleArn, RoleSessionName: "test", ExternalId: organization.externalId };
    const answer = sts.send(new AssumeRoleCommand(ask));
    if (id === organization.suspendedAccountId) {
      expect(await failureOf(answer)).toMatchObject({ name: "AccessDenied" });
      continue;
    }
    const { Credentials } = await answer;
    const { iam } = sdkClients(server, {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    });
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    expect(Users.length).toBe(id === managementAccountId ? 6 : 5);
  }
});

test("the accounts of the organization differ, and every trap is in some of them", () => {
  const { seed } = organizationSeed({ asOf: AS_OF });
  const names = new Set(seed.accounts?.flatMap(({ users = [] }) => users.map(({ name }) => name)));
  for (const { user } of trapUsers(SINGLE_ACCOUNT_ID, AS_OF)) expect(names).toContain(user.name);
  expect(organizationSeed({ asOf: AS_OF }).seed).toEqual(seed);
});
