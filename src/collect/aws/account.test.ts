import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { collectionSchema } from "../../model/collection.js";
import { UserError } from "../../model/user-error.js";
import { type CollectProgress, collectLive } from "./index.js";

const ACCOUNT = "123456789012";
type Reply = { readonly status: number; readonly body: string };

const result = (action: string, inner: string): Reply => ({
  status: 200,
  body: `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`,
});
const failure = (code: string, status = 400): Reply => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>said</Message></Error></ErrorResponse>`,
});
const json = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) });
const user = (name: string) => `<member><UserName>${name}</UserName></member>`;

/** A sound account, as AWS answers; a test replaces the answers that it is about. */
const SOUND: Readonly<Record<string, Reply | readonly Reply[]>> = {
  GetCallerIdentity: result(
    "GetCallerIdentity",
    `<UserId>AIDA</UserId><Account>${ACCOUNT}</Account><Arn>arn:aws-us-gov:iam::${ACCOUNT}:user/ann</Arn>`,
  ),
  GenerateCredentialReport: result("GenerateCredentialReport", "<State>COMPLETE</State>"),
  GetCredentialReport: result(
    "GetCredentialReport",
    "<Content>dXNlcixhcm4K</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-09-11T13:14:52Z</GeneratedTime>",
  ),
  GetAccountAuthorizationDetails: [
    result(
      "GetAccountAuthorizationDetails",
      `<IsTruncated>true</IsTruncated><Marker>2</Marker><UserDetailList>${user("ann")}</UserDetailList>`,
    ),
    result(
      "GetAccountAuthorizationDetails",
      `<IsTruncated>false</IsTruncated><UserDetailList>${user("=bob, the 2nd")}</UserDetailList>`,
    ),
  ],
  GetAccountSummary: result(
    "GetAccountSummary",
    "<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry></SummaryMap>",
  ),
  GetAccountPasswordPolicy: failure("NoSuchEntity", 404),
  ListVirtualMFADevices: result(
    "ListVirtualMFADevices",
    `<IsTruncated>false</IsTruncated><VirtualMFADevices><member><SerialNumber>arn:aws:iam::${ACCOUNT}:mfa/ann</SerialNumber><Base32StringSeed>U0VFRA==</Base32StringSeed><QRCodePNG>U0VFRA==</QRCodePNG></member></VirtualMFADevices>`,
  ),
  ListAccountAliases: result("ListAccountAliases", "<IsTruncated>false</IsTruncated><AccountAliases/>"),
  ListServiceSpecificCredentials: result(
    "ListServiceSpecificCredentials",
    "<IsTruncated>false</IsTruncated><ServiceSpecificCredentials/>",
  ),
  DescribeOrganization: json(400, { __type: "AWSOrganizationsNotInUseException", Message: "Not a member." }),
};

const servers: (() => void)[] = [];
/** Requests that the server has in hand. */
let open = { now: 0, most: 0 };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", join(tmpdir(), "iamspect-no-such-config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(tmpdir(), "iamspect-no-such-credentials"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of servers.splice(0)) close();
});

/** Serves the answers by action, a list of them in order, and points the SDK to it. */
async function serve(replaced: Readonly<Record<string, Reply | readonly Reply[]>> = {}): Promise<string[]> {
  const sent: string[] = [];
  open = { now: 0, most: 0 };
  const replies = { ...SOUND, ...replaced };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    const action = target ?? new URLSearchParams(body).get("Action") ?? "";
    const found = [replies[action] ?? failure("InvalidAction")].flat();
    const reply = found[Math.min(sent.filter((each) => each === action).length, found.length - 1)];
    sent.push(action);
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open.now -= 1;
    response.writeHead(reply?.status ?? 500, { "content-type": "text/xml" });
    response.end(reply?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  servers.push(() => server.close());
  return sent;
}

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-collect-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function collect(dir?: string) {
  const target = dir ?? (await scratch());
  const progress: CollectProgress[] = [];
  const live = await collectLive({
    dir: target,
    full: false,
    reportTimeoutSeconds: 0,
    now: () => new Date("2026-11-23T08:00:00Z"),
    sleep: async () => undefined,
    onProgress: (each) => progress.push(each),
  });
  const folder = join(target, ACCOUNT);
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, name), "utf8"));
  const collection = collectionSchema.parse(await read("collection.json"));
  const coverage = new Map(collection.evidence.map(({ kind, ...rest }) => [kind, rest]));
  return { live, folder, read, collection, coverage, progress };
}

test("a sound account becomes files in the shapes of the AWS CLI", async () => {
  const sent = await serve();
  const { live, folder, read, collection } = await collect();
  expect((await readdir(folder)).sort()).toEqual([
    "account-aliases.json",
    "account-summary.json",
    "authorization-details.json",
    "caller-identity.json",
    "collection.json",
    "credential-report.json",
    "describe-organization.json",
    "password-policy.json",
    "service-specific-credentials.json",
    "virtual-mfa-devices.json",
  ]);
  expect(await read("credential-report.json")).toEqual({
    Content: "dXNlcixhcm4K",
    ReportFormat: "text/csv",
    GeneratedTime: "2026-09-11T13:14:52.000Z",
  });
  expect(await read("authorization-details.json")).toEqual({
    UserDetailList: [{ UserName: "ann" }, { UserName: "=bob, the 2nd" }],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  });
  expect(await read("account-summary.json")).toEqual({ SummaryMap: { AccountMFAEnabled: 1 } });
  expect(await read("password-policy.json")).toEqual({ PasswordPolicy: null });
  expect(await read("account-aliases.json")).toEqual({ AccountAliases: [] });
  expect(await read("describe-organization.json")).toEqual({
    __type: "AWSOrganizationsNotInUseException",
    Message: "Not a member.",
  });
  expect(collection).toMatchObject({ account_id: ACCOUNT, partition: "aws-us-gov" });
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("ok"));
  expect(live).toMatchObject({ accountIds: [ACCOUNT], calls: collection.calls });
  expect(Object.values(live.calls).reduce((sum, count) => sum + count, 0)).toBe(sent.length);
  expect((await stat(join(folder, "credential-report.json"))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("the report is asked for first, and few requests are under way at a time", async () => {
  const sent = await serve();
  await collect();
  expect(sent.slice(0, 2)).toEqual(["GetCallerIdentity", "GenerateCredentialReport"]);
  expect(open.most).toBeGreaterThan(1);
  expect(open.most).toBeLessThanOrEqual(4);
});

test("seeds of MFA devices do not reach the disk", async () => {
  await serve();
  const { read } = await collect();
  expect(await read("virtual-mfa-devices.json")).toEqual({
    VirtualMFADevices: [{ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/ann` }],
  });
});

test("progress counts to the end, once a kind", async () => {
  await serve();
  const { progress } = await collect();
  expect(progress.every(({ total }) => total === 8)).toBe(true);
  const counts = progress.map(({ done }) => done);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts.at(-1)).toBe(8);
  expect(progress.some(({ note }) => note?.includes("page 2"))).toBe(true);
});

test("every kind that is denied names its permission, and the others are there", async () => {
  const actions = [
    ["authorization_details", "iam:GetAccountAuthorizationDetails"],
    ["account_summary", "iam:GetAccountSummary"],
    ["password_policy", "iam:GetAccountPasswordPolicy"],
    ["virtual_mfa_devices", "iam:ListVirtualMFADevices"],
    ["account_alias", "iam:ListAccountAliases"],
    ["service_credentials", "iam:ListServiceSpecificCredentials"],
    ["organization", "organizations:DescribeOrganization"],
    ["credential_report", "iam:GetCredentialReport"],
  ] as const;
  for (const [kind, action] of actions) {
    const json403 = json(400, { __type: "AccessDeniedException", Message: "no" });
    const reply = action.startsWith("iam") ? failure("AccessDenied", 403) : json403;
    await serve({ [action.split(":")[1] ?? ""]: reply });
    const { coverage, collection } = await collect();
    expect(coverage.get(kind)).toEqual({
      status: "denied",
      detail: action,
      collected_at: "2026-11-23T08:00:00.000Z",
    });
    expect(collection.evidence.filter(({ status }) => status === "ok")).toHaveLength(7);
  }
});

test("a web page in place of every answer is an error, never an empty account", async () => {
  const page = { status: 200, body: "<html><body>Please sign in to the network</body></html>" };
  const { GetCallerIdentity, ...others } = SOUND;
  await serve(Object.fromEntries(Object.keys(others).map((action) => [action, page])));
  const { collection, folder } = await collect();
  expect(collection.evidence.map(({ status }) => status)).toEqual(Array(8).fill("error"));
  expect((await readdir(folder)).sort()).toEqual(["caller-identity.json", "collection.json"]);
});

test("a 404 from something else is not the answer that there is no password policy", async () => {
  await serve({ GetAccountPasswordPolicy: { status: 404, body: "<html><body>not here</body></html>" } });
  const { coverage } = await collect();
  expect(coverage.get("password_policy")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("404"),
  });
});

test("a list that breaks off after a page is an error, not a shorter list", async () => {
  const [first] = [SOUND.GetAccountAuthorizationDetails].flat();
  if (first === undefined) throw new Error("no first page");
  for (const second of [failure("ServiceFailure", 500), first]) {
    await serve({ GetAccountAuthorizationDetails: [first, second] });
    const { coverage } = await collect();
    expect(coverage.get("authorization_details")?.status).toBe("error");
  }
});

test("throttling and credentials that expire on the way become coverage", async () => {
  await serve({ GetAccountSummary: failure("Throttling"), ListAccountAliases: failure("ExpiredToken", 403) });
  const { coverage } = await collect();
  expect(coverage.get("account_summary")).toMatchObject({ status: "throttled" });
  expect(coverage.get("account_alias")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("ExpiredToken"),
  });
});

test("evidence of an earlier collection does not pass for new", async () => {
  await serve();
  const dir = await scratch();
  await mkdir(join(dir, ACCOUNT), { mode: 0o755 });
  await writeFile(join(dir, ACCOUNT, "account-summary.json"), '{"SummaryMap":{"AccountMFAEnabled":1}}');
  await writeFile(join(dir, ACCOUNT, "notes.txt"), "mine");
  await serve({ GetAccountSummary: failure("AccessDenied", 403) });
  const { folder } = await collect(dir);
  const names = await readdir(folder);
  expect(names).not.toContain("account-summary.json");
  expect(names).toContain("notes.txt");
});

test("an account ID that would lead out of the folder is refused", async () => {
  const identity = `<UserId>A</UserId><Account>../../evil</Account><Arn>arn:aws:iam::${ACCOUNT}:root</Arn>`;
  await serve({ GetCallerIdentity: result("GetCallerIdentity", identity) });
  await expect(collect()).rejects.toMatchObject({ code: "aws_identity_failed" });
});

test.each([
  ["ExpiredToken", "aws_credentials_expired"],
  ["InvalidClientTokenId", "aws_credentials_invalid"],
])("%s at the first request ends the collection with %s", async (code, expected) => {
  await serve({ GetCallerIdentity: failure(code, 403) });
  const error = await collect().catch((each) => each);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: expected, exitCode: 1 });
});

test("no credentials and no connection are told to the person", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
  await expect(collect()).rejects.toMatchObject({ code: "aws_unreachable" });
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  await expect(collect()).rejects.toMatchObject({ code: "aws_credentials_missing" });
});
