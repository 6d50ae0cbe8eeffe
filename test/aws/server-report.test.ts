import { GenerateCredentialReportCommand, GetCredentialReportCommand } from "@aws-sdk/client-iam";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failureOf, sdkClients } from "./clients.js";
import type { AccountSeed } from "./seed.js";
import { type AwsServer, startAwsServer } from "./start-server.js";

const ACCOUNT = "123456789012";
const CREATED = "2024-01-01T00:00:00Z";
const NOW = "2026-11-23T08:00:00Z";
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await server.reset();
  await server.settings({ now: NOW });
});

const generate = async () =>
  (await sdkClients(server).iam.send(new GenerateCredentialReportCommand({}))).State;
const get = async () => {
  const answer = await sdkClients(server).iam.send(new GetCredentialReportCommand({}));
  return { text: new TextDecoder().decode(answer.Content), generated: answer.GeneratedTime };
};

/** The report of an account with this in it, by row. */
async function reportOf(account: Omit<AccountSeed, "account_id">): Promise<Record<string, string>[]> {
  await server.seed({
    accounts: [{ account_id: ACCOUNT, ...account, report: { ...account.report, cached: true } }],
  });
  return parse((await get()).text, { columns: true }) as Record<string, string>[];
}

test("a report is started, in progress for as many calls as asked, and complete", async () => {
  await server.settings({ report_polls: 2 });
  expect(await failureOf(get())).toEqual({
    name: "CredentialReportNotPresentException",
    status: 410,
    message: "Unknown",
  });
  expect(await generate()).toBe("STARTED");
  expect(await generate()).toBe("INPROGRESS");
  expect(await failureOf(get())).toMatchObject({ name: "CredentialReportNotReadyException", status: 404 });
  expect(await generate()).toBe("COMPLETE");
  expect((await get()).generated).toEqual(new Date(NOW));
});

test("for four hours the same bytes come again, then the report is expired", async () => {
  await server.settings({ report_polls: 0 });
  await generate();
  const first = await get();
  await server.seed({ accounts: [{ account_id: ACCOUNT, users: [{ name: "new", created: NOW }] }] });
  await server.settings({ now: "2026-11-23T11:59:59Z" });
  expect(await generate()).toBe("COMPLETE");
  expect(await get()).toEqual(first);
  await server.settings({ now: "2026-11-23T12:00:00Z" });
  expect(await failureOf(get())).toMatchObject({ name: "CredentialReportExpiredException", status: 410 });
  expect(await generate()).toBe("STARTED");
  const second = await get();
  expect(second.generated).toEqual(new Date("2026-11-23T12:00:00Z"));
  expect(second.text).toContain("\nnew,");
});

test("22 columns, root first, users by name, no newline at the end", async () => {
  const users = ["bob", "Zoe", "ann", "Émile", "a,b"].map((name) => ({ name, created: CREATED }));
  const rows = await reportOf({ users });
  expect(rows.map(({ user }) => user)).toEqual(["<root_account>", "a,b", "ann", "bob", "Zoe", "Émile"]);
  expect(Object.keys(rows[0] ?? {})).toHaveLength(22);
  const { text } = await get();
  expect(text).toContain('\n"a,b","arn:aws:iam::123456789012:user/a,b",2024-01-01T00:00:00Z,');
  expect(text.endsWith("\n")).toBe(false);
});

test.each([
  [{ password: null }, { password_enabled: "false", password_last_used: "N/A", mfa_active: "false" }],
  [
    { password: { last_used: null, last_changed: CREATED }, mfa: [{ kind: "fido" }] },
    { password_enabled: "true", password_last_used: "no_information", mfa_active: "true" },
  ],
  [{ password: { enabled_text: "not_supported" } }, { password_last_changed: "not_supported" }],
  [
    { keys: [{ created: CREATED, last_used: NOW, service: "s3", region: "N/A" }] },
    { access_key_1_active: "true", access_key_1_last_used_date: NOW, access_key_1_last_used_service: "s3" },
  ],
] as const)("the row of root: %j", async (root, expected) => {
  const [row] = await reportOf({ root: { created: CREATED, ...root } });
  expect(row).toMatchObject({
    ...expected,
    user: "<root_account>",
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    password_next_rotation: "not_supported",
  });
});

test("the row of a user carries the dates of its objects; an active key comes before an older inactive one", async () => {
  const changed = "2026-10-01T00:00:00Z";
  const used = { last_used: "2026-11-01T00:00:00Z", region: "eu-west-1", service: "ec2" };
  const keys = [
    { id: "AKIABBBBBBBBBBBBBBBB", created: "2025-01-01T00:00:00Z", status: "Inactive" as const },
    { id: "AKIAZZZZZZZZZZZZZZZZ", created: "2026-01-01T00:00:00Z", ...used },
  ];
  const certificates = [
    { created: "2023-01-01T00:00:00Z" },
    { created: CREATED, status: "Inactive" as const },
  ];
  const ann = {
    name: "ann",
    path: "/ops/",
    created: CREATED,
    password: { last_changed: changed },
    keys,
    certificates,
  };
  const rows = await reportOf({ password_policy: { MaxPasswordAge: 90 }, users: [ann] });
  expect(rows[1]).toEqual({
    user: "ann",
    arn: `arn:aws:iam::${ACCOUNT}:user/ops/ann`,
    user_creation_time: CREATED,
    password_enabled: "true",
    password_last_used: "no_information",
    password_last_changed: changed,
    password_next_rotation: "2026-12-30T00:00:00Z",
    mfa_active: "false",
    access_key_1_active: "true",
    access_key_1_last_rotated: "2026-01-01T00:00:00Z",
    access_key_1_last_used_date: "2026-11-01T00:00:00Z",
    access_key_1_last_used_region: "eu-west-1",
    access_key_1_last_used_service: "ec2",
    access_key_2_active: "false",
    access_key_2_last_rotated: "2025-01-01T00:00:00Z",
    access_key_2_last_used_date: "N/A",
    access_key_2_last_used_region: "N/A",
    access_key_2_last_used_service: "N/A",
    cert_1_active: "false",
    cert_1_last_rotated: CREATED,
    cert_2_active: "true",
    cert_2_last_rotated: "2023-01-01T00:00:00Z",
  });
});

test("a password that is gone leaves no date in the report", async () => {
  const password = { enabled: false, last_used: NOW };
  const rows = await reportOf({ users: [{ name: "ann", created: CREATED, password }] });
  expect(rows[1]).toMatchObject({
    password_enabled: "false",
    password_last_used: "N/A",
    password_last_changed: "N/A",
  });
});

test("a cached report can be of an earlier time, in the older style, or any text", async () => {
  const generated_at = "2026-11-23T05:00:00Z";
  await server.seed({
    accounts: [{ account_id: ACCOUNT, report: { cached: true, generated_at, timestamp_style: "+00:00" } }],
  });
  const report = await get();
  expect(report.generated).toEqual(new Date(generated_at));
  expect(report.text).toMatch(/:root,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00,/);
  await server.update({ account_id: ACCOUNT, report: { cached: true, text: "no report\nat all" } });
  expect((await get()).text).toBe("no report\nat all");
});
