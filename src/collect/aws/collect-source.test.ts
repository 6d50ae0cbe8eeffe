import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetLoginProfileCommand,
  GetUserCommand,
  ListMFADevicesCommand,
  ListUsersCommand,
  type ListUsersCommandOutput,
  type User,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { AwsClients } from "../../aws/aws-clients.js";
import { createClients } from "../../aws/clients.js";
import { get, IAM_LIST, iamPage } from "../../sources/calls.js";
import { fanOut } from "../../sources/fan-out.js";
import { Probes } from "../../sources/probes.js";
import { defineSource } from "../../sources/source.js";
import { collectSource } from "./collect-source.js";

/** Users, and of each whether it has a password and which MFA devices: as sources of things with many parts do it. */
const USERS: Parameters<typeof fanOut<ListUsersCommandOutput, User>>[0] = {
  action: "iam:ListUsers",
  ...IAM_LIST,
  send: ({ iam }: AwsClients, page) => iam.send(new ListUsersCommand(iamPage(page))),
  member: "Users",
  elements: (page) => page.Users ?? [],
  name: ({ UserName = "" }) => UserName,
  gone: ["NoSuchUser"],
  atOnce: 2,
  each: [
    {
      action: "iam:GetLoginProfile",
      kind: "passwords",
      member: "LoginProfile",
      none: ["NoSuchEntity"],
      send: async ({ iam }, { UserName }) =>
        (await iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile,
    },
    {
      action: "iam:ListMFADevices",
      kind: "devices",
      member: "MFADevices",
      none: [],
      send: async ({ iam }, { UserName }) =>
        (await iam.send(new ListMFADevicesCommand({ UserName }))).MFADevices ?? [],
    },
  ],
};
const users = defineSource({
  kinds: ["users", "passwords", "devices"],
  scope: "account",
  files: ["users.json"],
  permissions: [],
  documents: [],
  live: fanOut(USERS),
});

/** Who one is in each Region. */
const callers = defineSource({
  kinds: ["callers"],
  scope: "region",
  files: ["caller.json"],
  permissions: [],
  documents: [],
  regions: async ({ clients }) => {
    const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
    if (Account === "999999999999") return { status: "denied", detail: "ec2:DescribeRegions" };
    return ["eu-central-1", "us-east-1"];
  },
  live: get({
    action: "sts:GetCallerIdentity",
    send: ({ sts }) => sts.send(new GetCallerIdentityCommand({})),
    document: ({ Account }) => ({ Account }),
  }),
});

const answer = (action: string, inner: string) =>
  `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
const failure = (code: string) => `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`;

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", join(tmpdir(), "iamspect-no-such-config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(tmpdir(), "iamspect-no-such-credentials"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});
afterEach(() => vi.unstubAllEnvs());

/** Answers requests of this process, told by action, user and the Region that they are signed for. */
async function serve(reply: (action: string, user: string, region: string) => string) {
  const sent: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    const [action, user] = [form.get("Action") ?? "", form.get("UserName") ?? ""];
    const region = /\/\d{8}\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ?? "";
    sent.push(`${action} ${user || region}`);
    const text = reply(action, user, region);
    response.writeHead(text.startsWith("<Error") ? 400 : 200, { "content-type": "text/xml" });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return sent;
}

async function collecting() {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-source-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, name), "utf8"));
  const context = {
    clients: await createClients({}),
    folder,
    reportTimeoutSeconds: 0,
    now: () => new Date(0),
    sleep: async () => undefined,
    note: () => undefined,
  };
  return { folder, read, context };
}

const collected_at = "1970-01-01T00:00:00.000Z";
const list = (...names: string[]) =>
  answer(
    "ListUsers",
    `<IsTruncated>false</IsTruncated><Users>${names.map((name) => `<member><UserName>${name}</UserName></member>`).join("")}</Users>`,
  );
const device = answer(
  "ListMFADevices",
  "<MFADevices><member><SerialNumber>s</SerialNumber></member></MFADevices>",
);

test("what is not there is an answer, what is denied is missing for that one, what is gone is left out", async () => {
  await serve((action, user) => {
    if (action === "ListUsers") return list("ann", "bob", "cid", "dan");
    if (user === "dan") return failure("NoSuchUser");
    if (action === "ListMFADevices") return user === "bob" ? failure("AccessDenied") : device;
    return user === "ann"
      ? answer("GetLoginProfile", "<LoginProfile><UserName>ann</UserName></LoginProfile>")
      : failure("NoSuchEntity");
  });
  const { read, context } = await collecting();
  const records = await collectSource(users, context);
  expect(await read("users.json")).toEqual({
    Users: [
      { UserName: "ann", LoginProfile: { UserName: "ann" }, MFADevices: [{ SerialNumber: "s" }] },
      { UserName: "bob", LoginProfile: null },
      { UserName: "cid", LoginProfile: null, MFADevices: [{ SerialNumber: "s" }] },
    ],
  });
  const file = "users.json";
  expect(records).toEqual([
    { kind: "users", status: "ok", collected_at, file },
    { kind: "passwords", status: "ok", collected_at, file },
    { kind: "devices", status: "denied", detail: "iam:ListMFADevices (1 of 4: bob)", collected_at, file },
  ]);
});

test("what is found before the rest decides where it is asked; without it nothing else of that one is", async () => {
  const placed = defineSource({
    ...users,
    live: fanOut({
      ...USERS,
      asked: ({ UserName }) => UserName !== "other",
      before: {
        action: "iam:GetUser",
        needed: ({ Path }) => Path === undefined,
        send: async ({ iam }, one) => {
          const { User } = await iam.send(new GetUserCommand({ UserName: one.UserName }));
          return { ...one, Path: User?.Path };
        },
      },
      region: ({ Path }) => Path,
    }),
  });
  const asked: string[] = [];
  await serve((action, user, region) => {
    if (action === "ListUsers") return list("ann", "bob", "cid", "other");
    asked.push(`${action} ${user} ${region}`);
    if (action === "GetUser") {
      if (user === "bob") return failure("AccessDenied");
      if (user === "cid") return failure("NoSuchUser");
      return answer("GetUser", "<User><Path>eu-north-1</Path></User>");
    }
    return action === "ListMFADevices" ? device : failure("NoSuchEntity");
  });
  const { read, context } = await collecting();
  const records = await collectSource(placed, context);
  expect(await read("users.json")).toEqual({
    Users: [
      { UserName: "ann", Path: "eu-north-1", LoginProfile: null, MFADevices: [{ SerialNumber: "s" }] },
      { UserName: "bob" },
      { UserName: "other" },
    ],
  });
  expect(records.slice(1).map(({ status, detail }) => [status, detail])).toEqual([
    ["denied", "iam:GetUser (1 of 4: bob)"],
    ["denied", "iam:GetUser (1 of 4: bob)"],
  ]);
  expect(asked.sort()).toEqual([
    "GetLoginProfile ann eu-north-1",
    "GetUser ann us-east-1",
    "GetUser bob us-east-1",
    "GetUser cid us-east-1",
    "ListMFADevices ann eu-north-1",
  ]);
});

test("a list that is denied is nothing of any kind", async () => {
  const sent = await serve(() => failure("AccessDenied"));
  const { context } = await collecting();
  const denied = { status: "denied", detail: "iam:ListUsers", collected_at };
  expect(await collectSource(users, context)).toEqual(
    ["users", "passwords", "devices"].map((kind) => ({ kind, ...denied })),
  );
  expect(sent).toHaveLength(1);
});

test("doctor tries each action on one of them, or says that there is none", async () => {
  const sent = await serve((action) => {
    if (action === "ListUsers") return list("ann", "bob");
    return failure(action === "GetLoginProfile" ? "NoSuchEntity" : "AccessDenied");
  });
  const tried = async () => {
    const probes = new Probes((await collecting()).context.clients, "");
    await users.live?.probe(probes);
    return probes.results.map(({ action, status }) => `${action} ${status}`);
  };
  expect(await tried()).toEqual(["iam:ListUsers ok", "iam:GetLoginProfile ok", "iam:ListMFADevices denied"]);
  expect(sent.filter((each) => each.endsWith("bob"))).toEqual([]);
  await serve(() => list());
  expect((await tried()).slice(1)).toEqual([
    "iam:GetLoginProfile not_checked",
    "iam:ListMFADevices not_checked",
  ]);
});

test("doctor tries what must be known first, and nothing behind it where that is denied", async () => {
  const before = {
    action: "iam:GetUser",
    needed: ({ UserName }: User) => UserName === "ann",
    send: async ({ iam }: AwsClients, one: User) => {
      await iam.send(new GetUserCommand({ UserName: one.UserName }));
      return one;
    },
  };
  const tried = async (...names: string[]) => {
    await serve((action) => (action === "ListUsers" ? list(...names) : failure("AccessDenied")));
    const probes = new Probes((await collecting()).context.clients, "");
    await fanOut({ ...USERS, before }).probe(probes);
    return probes.results.slice(1).map(({ action, status }) => `${action} ${status}`);
  };
  expect(await tried("ann")).toEqual([
    "iam:GetUser denied",
    "iam:GetLoginProfile not_checked",
    "iam:ListMFADevices not_checked",
  ]);
  expect(await tried("bob")).toEqual([
    "iam:GetUser not_checked",
    "iam:GetLoginProfile denied",
    "iam:ListMFADevices denied",
  ]);
  expect(await tried()).toHaveLength(3);
});

const identity = (account: string) => answer("GetCallerIdentity", `<Account>${account}</Account>`);

test("evidence of Regions is asked for in each, and has a file and coverage of each", async () => {
  const sent = await serve((_, __, region) =>
    region === "us-east-1" ? identity("123456789012") : failure("AccessDenied"),
  );
  const { read, context, folder } = await collecting();
  expect(await collectSource(callers, context)).toEqual([
    {
      kind: "callers",
      region: "eu-central-1",
      status: "denied",
      detail: "sts:GetCallerIdentity",
      collected_at,
    },
    { kind: "callers", region: "us-east-1", status: "ok", collected_at, file: "caller.json" },
  ]);
  expect(await read("us-east-1/caller.json")).toEqual({ Account: "123456789012" });
  expect((await stat(join(folder, "us-east-1"))).mode & 0o777).toBe(0o700);
  expect(sent.sort()).toEqual([
    "GetCallerIdentity eu-central-1",
    "GetCallerIdentity us-east-1",
    "GetCallerIdentity us-east-1",
  ]);
  expect(context.clients.calls.toRecord()).toEqual({ "sts:GetCallerIdentity": 3 });
});

test("where the Regions are not known, there is one record that says why", async () => {
  await serve(() => identity("999999999999"));
  const { context } = await collecting();
  expect(await collectSource(callers, context)).toEqual([
    { kind: "callers", status: "denied", detail: "ec2:DescribeRegions", collected_at },
  ]);
});
