import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  GetAccessKeyLastUsedCommand,
  GetAccountPasswordPolicyCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
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

const users = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `user-${i}`, created: CREATED }));

test("credentials decide the account, and looking at an account changes nothing in it", async () => {
  const keys = [{ created: CREATED }];
  const other = {
    account_id: "000011112222",
    users: [{ name: "bob", path: "/ops/", created: CREATED, keys }],
  };
  await server.seed({ accounts: [{ account_id: ACCOUNT, users: users(1) }, other] });
  const asBob = sdkClients(server, await server.credentials("000011112222", "bob"));
  expect(await asBob.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: "000011112222",
    Arn: "arn:aws:iam::000011112222:user/ops/bob",
  });
  const found = await asBob.iam.send(new ListAccessKeysCommand({}));
  expect(found.AccessKeyMetadata).toHaveLength(1);
  const { AccessKeyId } = found.AccessKeyMetadata?.[0] ?? {};
  const used = await asBob.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
  expect(used.AccessKeyLastUsed?.LastUsedDate).toBeUndefined();
  const operator = sdkClients(server, await server.credentials("000011112222"));
  expect((await operator.iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
  expect((await sdkClients(server).sts.send(new GetCallerIdentityCommand({}))).Account).toBe(ACCOUNT);
});

test("calls are counted by action and account, and logged with their status", async () => {
  const { iam } = sdkClients(server);
  const member = sdkClients(server, await server.credentials("000011112222"));
  await iam.send(new ListUsersCommand({}));
  await Promise.all([iam.send(new ListUsersCommand({})), member.iam.send(new ListUsersCommand({}))]);
  await failureOf(iam.send(new GetAccountPasswordPolicyCommand({})));
  const calls = await server.calls();
  expect(calls).toMatchObject({
    total: 4,
    by_action: { "iam:ListUsers": 3, "iam:GetAccountPasswordPolicy": 1 },
    by_account: {
      [ACCOUNT]: { "iam:ListUsers": 2, "iam:GetAccountPasswordPolicy": 1 },
      "000011112222": { "iam:ListUsers": 1 },
    },
  });
  expect((await server.log()).map(({ status }) => status)).toEqual([200, 200, 200, 404]);
  await server.reset();
  expect(await server.calls()).toMatchObject({ total: 0, most_in_flight: 0 });
});

test("latency is added to each call, also to calls at once", async () => {
  const { iam } = sdkClients(server);
  await iam.send(new ListUsersCommand({}));
  await server.settings({ latency_ms: 200 });
  const begin = performance.now();
  await Promise.all([1, 2, 3, 4].map(() => iam.send(new ListUsersCommand({}))));
  const elapsed = performance.now() - begin;
  expect(elapsed).toBeGreaterThanOrEqual(195);
  expect((await server.calls()).most_in_flight).toBe(4);
});

test("a misspelt field of a seed is refused, and says what there is", async () => {
  const seed = {
    accounts: [{ account_id: ACCOUNT, users: [{ name: "a", created: CREATED, passwort: {} }] }],
  };
  await expect(server.seed(seed)).rejects.toThrow(/user has no field passwort; known: .*password/);
  await expect(server.update({ account_id: ACCOUNT, users: [{ name: "nobody" }] })).rejects.toThrow(
    /no user nobody/,
  );
});

test("an action that the server lacks says so", async () => {
  const { iam } = sdkClients(server);
  const { GetHumanReadableSummaryCommand } = await import("@aws-sdk/client-iam");
  const failure = await failureOf(
    iam.send(new GetHumanReadableSummaryCommand({ EntityArn: "x", Locale: "en" })),
  );
  expect(failure).toMatchObject({ name: "InvalidAction", status: 400 });
});

test("the server ends when the process that started it is killed", async () => {
  const python = execFileSync(process.execPath, [
    fileURLToPath(new URL("../../scripts/python-env.mjs", import.meta.url)),
  ]);
  const args = JSON.stringify([python.toString().trim(), ["-B", "-m", "server"]]);
  const script = `
    const { spawn } = require("node:child_process");
    spawn(...${args}, { stdio: ["pipe", "pipe", "inherit"] }).stdout.pipe(process.stdout);`;
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const parent = spawn(process.execPath, ["-e", script], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(parent.stdout, "data");
  const { port } = JSON.parse(String(line)) as { port: number };
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/_control/calls`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await answers()).toBe(true);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expect.poll(answers, { timeout: 60_000 }).toBe(false);
});
