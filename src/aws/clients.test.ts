import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GenerateCredentialReportCommand, GetAccountSummaryCommand } from "@aws-sdk/client-iam";
import { DescribeOrganizationCommand } from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { packageFacts } from "../model/package.js";
import { UserError } from "../model/user-error.js";
import type { AwsClients } from "./aws-clients.js";
import { createClients } from "./clients.js";

beforeEach(async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  await config("");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
const folders: string[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-clients-"));
  folders.push(folder);
  return folder;
}

/** The SDK keeps what it read of a path, so every configuration has a path of its own. */
async function config(text: string): Promise<void> {
  const folder = await scratch();
  await writeFile(join(folder, "config"), text);
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
}

/** The hosts that each client would send to; the request is stopped before it leaves. */
async function hosts({ iam, organizations, sts }: AwsClients): Promise<string[]> {
  const found: string[] = [];
  const stop = { step: "finalizeRequest", name: "stop", priority: "low" } as const;
  const middleware = () => async (args: { request: unknown }) => {
    found.push((args.request as { hostname: string }).hostname);
    throw new Error("stopped");
  };
  iam.middlewareStack.add(middleware, stop);
  organizations.middlewareStack.add(middleware, stop);
  sts.middlewareStack.add(middleware, stop);
  await iam.send(new GetAccountSummaryCommand({})).catch(() => undefined);
  await organizations.send(new DescribeOrganizationCommand({})).catch(() => undefined);
  await sts.send(new GetCallerIdentityCommand({})).catch(() => undefined);
  return found;
}

test("without any region the global endpoints are used", async () => {
  const clients = await createClients({});
  expect(await clients.iam.config.region()).toBe("us-east-1");
  expect(await hosts(clients)).toEqual([
    "iam.amazonaws.com",
    "organizations.us-east-1.amazonaws.com",
    "sts.us-east-1.amazonaws.com",
  ]);
});

test.each([
  ["cn-north-1", "iam.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "iam.us-gov.amazonaws.com"],
  ["eu-central-1", "iam.amazonaws.com"],
])("the region %s leads to %s", async (region, host) => {
  expect((await hosts(await createClients({ region })))[0]).toBe(host);
});

test("a region is taken from the option, AWS_REGION, AWS_DEFAULT_REGION and the profile, in this order", async () => {
  const region = async (option?: string) =>
    (await createClients({ profile: "audit", region: option })).sts.config.region();
  await config("[profile audit]\nregion = eu-west-3\n");
  expect(await region()).toBe("eu-west-3");
  vi.stubEnv("AWS_DEFAULT_REGION", "eu-west-2");
  expect(await region()).toBe("eu-west-2");
  vi.stubEnv("AWS_REGION", "eu-west-1");
  expect(await region()).toBe("eu-west-1");
  expect(await region("cn-north-1")).toBe("cn-north-1");
});

test("a region that is none is told to the person", async () => {
  const failure = await createClients({ region: "eu west/1" }).catch((error) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({ code: "aws_region", exitCode: 2 });
});

test("a profile's credentials are used by every client, and its process runs once for all", async () => {
  const folder = await scratch();
  const script = `echo run >> ${folder}/runs; echo '{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"s"}'`;
  await writeFile(join(folder, "credentials.sh"), script);
  await config(`[profile audit]\ncredential_process = sh ${folder}/credentials.sh\n`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  const { iam, organizations, sts } = await createClients({ profile: "audit" });
  for (const client of [sts, iam, organizations]) {
    expect((await client.config.credentials()).accessKeyId).toBe("AKIAPROCESS");
  }
  expect(await readFile(join(folder, "runs"), "utf8")).toBe("run\n");
});

test("more attempts than the SDK's three, with every service, unless the person chose a number", async () => {
  const attempts = async () => {
    const { iam, organizations, sts } = await createClients({});
    const [one, ...others] = await Promise.all(
      [iam, organizations, sts].map(({ config }) => config.maxAttempts()),
    );
    expect(others).toEqual([one, one]);
    return one;
  };
  expect(await attempts()).toBe(8);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "3");
  expect(await attempts()).toBe(3);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
  expect(await attempts()).toBe(2);
  vi.stubEnv("AWS_MAX_ATTEMPTS", undefined);
  await config("[default]\nmax_attempts = 5\n");
  expect(await attempts()).toBe(5);
});

/** Answers every request with one IAM error, and keeps what the requests said of the program. */
async function failingServer(code: string, status: number) {
  const agents: string[] = [];
  const server = createServer((request, response) => {
    agents.push(String(request.headers["user-agent"]));
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { agents, close: () => server.close() };
}

test("every attempt counts, and names the program and its version", async () => {
  const { agents, close } = await failingServer("Throttling", 400);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
  const { iam, calls } = await createClients({});
  await expect(iam.send(new GetAccountSummaryCommand({}))).rejects.toThrow();
  close();
  expect(calls.toRecord()).toEqual({ "iam:GetAccountSummary": 2 });
  expect(agents).toHaveLength(2);
  expect(agents[0]).toContain(`iamspect/${packageFacts().version}`);
});

test("a quota of the account is not tried again", async () => {
  const { close } = await failingServer("LimitExceeded", 409);
  const { iam, calls } = await createClients({});
  await expect(iam.send(new GenerateCredentialReportCommand({}))).rejects.toThrow();
  close();
  expect(calls.toRecord()).toEqual({ "iam:GenerateCredentialReport": 1 });
});

test("a request that could not be signed was not sent, and does not count", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  const { sts, calls } = await createClients({});
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "CredentialsProviderError",
  });
  expect(calls.toRecord()).toEqual({});
});
