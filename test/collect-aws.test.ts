import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { collectLive } from "../src/collect/aws/index.js";
import { recognise } from "../src/collect/files/read-document.js";
import { collectionSchema } from "../src/model/collection.js";
import type { EvidenceKind } from "../src/sources/index.js";
import type { AccountSeed, UserSeed } from "./aws/seed.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";

const ACCOUNT = "123456789012";
const MANAGEMENT = "111111111111";
const START = "2026-11-23T08:00:00Z";
/** The actions that a collection takes, and what each of them is for. */
const ACTIONS: readonly (readonly [string, EvidenceKind])[] = [
  ["iam:GetAccountAuthorizationDetails", "authorization_details"],
  ["iam:GetAccountSummary", "account_summary"],
  ["iam:GetAccountPasswordPolicy", "password_policy"],
  ["iam:ListVirtualMFADevices", "virtual_mfa_devices"],
  ["iam:ListAccountAliases", "account_alias"],
  ["iam:ListServiceSpecificCredentials", "service_credentials"],
  ["organizations:DescribeOrganization", "organization"],
  ["iam:GetCredentialReport", "credential_report"],
];

let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await server.reset();
  await server.settings({ now: START, report_polls: 0 });
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  environment(server.env);
});
afterEach(() => vi.unstubAllEnvs());

/** Two attempts: what AWS repeats once must not matter, what it repeats for ever must end. */
function environment(variables: Readonly<Record<string, string>>): void {
  const nowhere = join(tmpdir(), "iamspect-no-such-file");
  const files = { AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere };
  for (const [name, value] of Object.entries({ ...variables, ...files, AWS_MAX_ATTEMPTS: "2" })) {
    vi.stubEnv(name, value);
  }
}

const seed = (account: Omit<AccountSeed, "account_id">) =>
  server.seed({ accounts: [{ account_id: ACCOUNT, ...account }] });

function users(count: number): UserSeed[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `user-${String(index).padStart(4, "0")}`,
    path: index % 3 === 0 ? "/team/" : "/",
    created: "2024-01-01T00:00:00Z",
    password: { last_changed: "2024-01-01T00:00:05Z" },
    keys: [{ created: "2024-01-01T00:00:05Z" }],
    mfa: [{ kind: "virtual" }],
  }));
}

/** Collects with a clock that only sleeping moves. */
async function collect({ reportTimeoutSeconds = 60 } = {}) {
  const dir = await mkdtemp(join(tmpdir(), "iamspect-collect-aws-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  let time = Date.parse(START);
  const live = await collectLive({
    dir,
    full: false,
    reportTimeoutSeconds,
    now: () => new Date(time),
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  });
  const folder = join(dir, ACCOUNT);
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), "utf8"));
  const collection = collectionSchema.parse(await read("collection.json"));
  const coverage = (kind: EvidenceKind) => {
    const found = collection.evidence.find((each) => each.kind === kind);
    return { status: found?.status, detail: found?.detail };
  };
  const report = async () =>
    Buffer.from((await read("credential-report.json")).Content, "base64").toString("utf8");
  return { live, folder, read, collection, coverage, report, slept: time - Date.parse(START) };
}

const OK = { status: "ok", detail: undefined };

test("an account is collected whole, and the reader of files knows every file", async () => {
  await seed({
    alias: "shop",
    password_policy: { MinimumPasswordLength: 14, MaxPasswordAge: 90 },
    users: [{ ...users(1)[0], name: "ann, the 2nd", created: START, groups: ["admins"] }],
    groups: [{ name: "admins", attached_policies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }],
    roles: [{ name: "app", trust: { Version: "2012-10-17", Statement: [] } }],
    policies: [{ name: "own", document: { Version: "2012-10-17", Statement: [] } }],
    unassigned_mfa_devices: ["spare"],
  });
  const { folder, read, collection, report } = await collect();
  expect(collection.partition).toBe("aws");
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
  for (const { kind, file = "" } of collection.evidence) {
    expect(recognise(await read(file), file)?.kind).toBe(kind);
  }
  expect((await readdir(folder)).length).toBe(10);
  expect((await report()).split("\n")).toHaveLength(3);
  const details = await read("authorization-details.json");
  expect(details.UserDetailList[0]).toMatchObject({ UserName: "ann, the 2nd", GroupList: ["admins"] });
  expect(details.RoleDetailList).toHaveLength(1);
  expect(details.Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName).sort()).toEqual([
    "AdministratorAccess",
    "own",
  ]);
  expect((await read("virtual-mfa-devices.json")).VirtualMFADevices).toHaveLength(1);
  expect(await read("account-aliases.json")).toEqual({ AccountAliases: ["shop"] });
  expect((await read("password-policy.json")).PasswordPolicy).toMatchObject({ MaxPasswordAge: 90 });
});

test("an account without aliases, devices and policy has empty answers, not missing ones", async () => {
  const { collection, read } = await collect();
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
  expect(await read("account-aliases.json")).toEqual({ AccountAliases: [] });
  expect(await read("virtual-mfa-devices.json")).toEqual({ VirtualMFADevices: [] });
  expect(await read("password-policy.json")).toEqual({ PasswordPolicy: null });
});

test("a member of an organization names it", async () => {
  await server.seed({
    organization: {
      management_account_id: MANAGEMENT,
      accounts: [{ account_id: ACCOUNT, name: "shop" }],
    },
  });
  const { read } = await collect();
  const document = await read("describe-organization.json");
  expect(document.Organization).toMatchObject({ MasterAccountId: MANAGEMENT, FeatureSet: "ALL" });
  expect(recognise(document, "describe-organization.json")?.kind).toBe("organization");
});

test.each(["us-gov-west-1", "cn-north-1"])("in %s the partition is another", async (region) => {
  vi.stubEnv("AWS_REGION", region);
  const { collection } = await collect();
  expect(collection.partition).toBe(region.startsWith("cn") ? "aws-cn" : "aws-us-gov");
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
});

test("a new report is waited for with growing pauses", async () => {
  await server.settings({ report_polls: 3 });
  const { coverage, live, slept } = await collect();
  expect(coverage("credential_report")).toEqual(OK);
  expect(live.calls).toMatchObject({ "iam:GenerateCredentialReport": 1, "iam:GetCredentialReport": 4 });
  expect(slept).toBe(1000 + 1500 + 2250 + 3375);
});

test("a report of the last four hours is used as it is, with its own time", async () => {
  await seed({ users: users(2), report: { cached: true, generated_at: "2026-11-23T05:30:00Z" } });
  await server.update({ account_id: ACCOUNT, users: [{ name: "user-0001", deleted: true }] });
  const { report, read, live } = await collect();
  expect(await report()).toContain("user-0001");
  expect((await read("credential-report.json")).GeneratedTime).toBe("2026-11-23T05:30:00.000Z");
  expect(live.calls).toMatchObject({ "iam:GenerateCredentialReport": 1, "iam:GetCredentialReport": 1 });
  expect((await read("authorization-details.json")).UserDetailList).toHaveLength(1);
});

test("a report older than four hours is made anew", async () => {
  await seed({ report: { cached: true, generated_at: "2026-11-23T03:59:59Z" } });
  const { read } = await collect();
  expect((await read("credential-report.json")).GeneratedTime).toBe("2026-11-23T08:00:00.000Z");
});

test("a report that is never ready ends in time, with everything else collected", async () => {
  await server.faults([{ kind: "report_never_ready" }]);
  const { coverage, collection, slept } = await collect({ reportTimeoutSeconds: 300 });
  expect(coverage("credential_report")).toEqual({ status: "error", detail: "report not ready after 300 s" });
  expect(slept).toBe(300_000);
  expect(collection.evidence.filter(({ status }) => status === "ok")).toHaveLength(7);
});

test("a report that AWS calls complete but does not have is asked for again, then given up", async () => {
  for (const kind of ["report_expired", "report_not_present"] as const) {
    await server.reset();
    await server.settings({ now: START, report_polls: 0 });
    await seed({ report: { cached: true } });
    await server.faults([{ kind, times: 2 }]);
    const back = await collect();
    expect(back.coverage("credential_report")).toEqual(OK);
    expect(back.live.calls).toMatchObject({ "iam:GenerateCredentialReport": 3 });
    await server.faults([{ kind }]);
    expect((await collect()).coverage("credential_report")).toMatchObject({
      status: "error",
      detail: expect.stringContaining("complete"),
    });
  }
});

test("without the permission to make a report, one that exists is used and the coverage says so", async () => {
  await server.faults([{ kind: "access_denied", action: "iam:GenerateCredentialReport" }]);
  const none = await collect();
  expect(none.coverage("credential_report")).toEqual({
    status: "denied",
    detail: "iam:GenerateCredentialReport",
  });
  await server.update({
    account_id: ACCOUNT,
    report: { cached: true, generated_at: "2026-11-23T06:00:00Z" },
  });
  expect((await collect()).coverage("credential_report")).toEqual({
    status: "ok",
    detail: "iam:GenerateCredentialReport denied; report of 2026-11-23T06:00:00.000Z used",
  });
});

test("at the limit of reports one that exists is used", async () => {
  await server.faults([{ kind: "limit_exceeded" }]);
  expect((await collect()).coverage("credential_report").status).toBe("error");
  await server.update({ account_id: ACCOUNT, report: { cached: true } });
  const { coverage, live } = await collect();
  expect(coverage("credential_report").detail).toMatch(/LimitExceeded.*used/);
  expect(live.calls["iam:GenerateCredentialReport"]).toBe(1);
});

/** Every fault on every action: what the coverage of its kind says. The others are always there. */
const FAULTS: readonly (readonly [Fault["kind"], string, (action: string) => unknown])[] = [
  ["access_denied", "denied", (action) => action],
  ["throttle_400", "throttled", (action) => expect.stringContaining(action)],
  ["throttle_429", "throttled", (action) => expect.stringContaining(action)],
  ["error_500", "error", (action) => expect.stringMatching(new RegExp(`^${action}: Service`))],
  ["connection_reset", "error", () => expect.stringContaining("could not be reached")],
  ["truncated_body", "error", (action) => expect.stringContaining(action)],
  ["expired_credentials", "error", () => expect.stringContaining("ExpiredToken")],
  ["timeout", "error", () => expect.stringContaining("could not be reached")],
];

test.each(FAULTS)("%s makes the coverage of its kind %s, and of no other", async (kind, status, detail) => {
  for (const [action, evidence] of ACTIONS) {
    await server.faults([{ kind, action, seconds: 0.05 }]);
    const { coverage, collection, folder } = await collect({ reportTimeoutSeconds: 2 });
    expect(coverage(evidence), `${kind} on ${action}`).toEqual({ status, detail: detail(action) });
    const others = collection.evidence.filter((each) => each.kind !== evidence);
    expect(
      others.map((each) => each.status),
      `${kind} on ${action}`,
    ).toEqual(Array(7).fill("ok"));
    expect((await readdir(folder)).length).toBe(9);
  }
});

test.each([
  "throttle_400",
  "throttle_429",
  "error_500",
  "connection_reset",
  "truncated_body",
  "timeout",
] as const)("%s once does not matter, and the second attempt counts", async (kind) => {
  await server.faults(ACTIONS.map(([action]) => ({ kind, action, times: 1, seconds: 0.05 })));
  const { collection } = await collect();
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
  expect(collection.calls).toEqual((await server.calls()).by_action);
  for (const [action] of ACTIONS) expect(collection.calls[action], action).toBe(2);
});

test("everything denied still ends, with every permission named", async () => {
  await server.faults([
    { kind: "access_denied", action: "iam:*" },
    { kind: "access_denied", action: "org*" },
  ]);
  const { collection, coverage } = await collect();
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("denied"));
  expect(coverage("credential_report").detail).toBe("iam:GenerateCredentialReport, iam:GetCredentialReport");
});

test("short pages, and an empty page in the middle, lose nobody", async () => {
  await seed({ users: users(30) });
  await server.settings({ page_size: 7 });
  await server.faults([
    { kind: "empty_page_with_token", action: "iam:GetAccountAuthorizationDetails", times: 1 },
    { kind: "empty_page_with_token", action: "iam:GetAccountAuthorizationDetails", after: 2, times: 1 },
    { kind: "empty_page_with_token", action: "iam:ListVirtualMFADevices", after: 1, times: 1 },
  ]);
  const { read, live } = await collect();
  const details = await read("authorization-details.json");
  const names = details.UserDetailList.map(({ UserName }: { UserName: string }) => UserName);
  expect(new Set(names).size).toBe(30);
  expect(names).toHaveLength(30);
  expect((await read("virtual-mfa-devices.json")).VirtualMFADevices).toHaveLength(30);
  expect(live.calls["iam:GetAccountAuthorizationDetails"]).toBe(7);
});

test("pages that never end are an error", async () => {
  await server.faults([{ kind: "empty_page_with_token", action: "iam:ListVirtualMFADevices" }]);
  expect((await collect()).coverage("virtual_mfa_devices").detail).toMatch(/again and again/);
});

test.each([30, 1500])("%i users take at most 12 calls", async (count) => {
  await seed({ users: users(count) });
  const { live, report, read } = await collect();
  expect((await report()).split("\n")).toHaveLength(count + 2);
  expect((await read("authorization-details.json")).UserDetailList).toHaveLength(count);
  expect((await read("virtual-mfa-devices.json")).VirtualMFADevices).toHaveLength(count);
  const counted = await server.calls();
  expect(counted.by_action).toEqual(live.calls);
  expect(counted.total).toBeLessThanOrEqual(12);
  expect(counted.most_in_flight).toBeLessThanOrEqual(4);
});

test("nine actions are all that is needed, and each of them is missed by its name", async () => {
  const needed = ["iam:GenerateCredentialReport", ...ACTIONS.map(([action]) => action)];
  const auditor = { name: "auditor", created: START };
  await seed({ users: [auditor] });
  await server.auth(true);
  environment(server.envFor(await server.credentials(ACCOUNT, auditor.name)));
  const allow = (actions: readonly string[]) => {
    const Statement = [{ Effect: "Allow", Action: actions, Resource: "*" }];
    const inline_policies = { audit: { Version: "2012-10-17", Statement } };
    return server.update({ account_id: ACCOUNT, users: [{ name: auditor.name, inline_policies }] });
  };
  for (const [round, missing] of needed.entries()) {
    // Later than the report of the round before is of use, so that each has to make its own.
    await server.settings({ now: new Date(Date.parse(START) + round * 5 * 3_600_000).toISOString() });
    await allow(needed.filter((action) => action !== missing));
    const { collection } = await collect();
    const denied = collection.evidence.filter(({ status }) => status === "denied");
    expect(denied.map(({ detail }) => detail)).toEqual([missing]);
    expect(collection.evidence.filter(({ status }) => status === "ok")).toHaveLength(7);
  }
  await allow(needed);
  const { collection } = await collect();
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
});

test("what ends every collection is told to the person", async () => {
  await server.faults([{ kind: "connection_reset" }]);
  await expect(collect()).rejects.toMatchObject({ code: "aws_unreachable", exitCode: 1 });
  await server.faults([{ kind: "expired_credentials", action: "sts:*" }]);
  await expect(collect()).rejects.toMatchObject({ code: "aws_credentials_expired", exitCode: 1 });
  await server.faults([]);
  await server.auth(true);
  await expect(collect()).rejects.toMatchObject({ code: "aws_credentials_invalid" });
  const { accessKeyId } = await server.credentials(ACCOUNT);
  environment(server.envFor({ accessKeyId, secretAccessKey: "wrong" }));
  await expect(collect()).rejects.toMatchObject({ code: "aws_credentials_invalid" });
});
