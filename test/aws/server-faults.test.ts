import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListUsersCommand,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { ListAccountsCommand, paginateListAccounts } from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { failureOf, sdkClients } from "./clients.js";
import { type AwsServer, type Fault, startAwsServer } from "./start-server.js";

const ACCOUNT = "123456789012";
let server: AwsServer;
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(() => server.reset());

const listUsers = () => sdkClients(server).iam.send(new ListUsersCommand({}));
const listAccounts = () => sdkClients(server).organizations.send(new ListAccountsCommand({}));
const organization = { organization: { management_account_id: ACCOUNT } };

test.each([
  ["access_denied", { name: "AccessDenied", status: 403 }, { name: "AccessDeniedException", status: 400 }],
  ["throttle_400", { name: "Throttling", status: 400 }, { name: "ThrottlingException", status: 400 }],
  [
    "throttle_429",
    { name: "TooManyRequestsException", status: 429 },
    { name: "TooManyRequestsException", status: 429 },
  ],
  ["error_500", { name: "ServiceFailureException", status: 500 }, { name: "ServiceException", status: 500 }],
  [
    "expired_credentials",
    { name: "ExpiredToken", status: 403 },
    { name: "ExpiredTokenException", status: 400 },
  ],
] as const)("%s in the protocol of each service", async (kind, ofIam, ofOrganizations) => {
  await server.seed(organization);
  await server.faults([{ kind }]);
  expect(await failureOf(listUsers())).toMatchObject(ofIam);
  expect(await failureOf(listAccounts())).toMatchObject(ofOrganizations);
});

test("the message of a denial names who and what", async () => {
  await server.faults([{ kind: "access_denied", action: "iam:ListUsers" }]);
  expect((await failureOf(listUsers())).message).toBe(
    `User: arn:aws:iam::${ACCOUNT}:user/unknown is not authorized to perform: iam:ListUsers ` +
      "on resource: * because no identity-based policy allows the iam:ListUsers action",
  );
});

test("a fault hits one action, one account, some calls, after some others", async () => {
  const { sts } = sdkClients(server);
  const other = sdkClients(server, await server.credentials("000011112222"));
  await server.faults([{ kind: "throttle_400", action: "iam:List*", account: ACCOUNT, after: 1, times: 2 }]);
  await listUsers();
  await sts.send(new GetCallerIdentityCommand({}));
  await other.iam.send(new ListUsersCommand({}));
  expect(await failureOf(listUsers())).toMatchObject({ name: "Throttling" });
  expect(await failureOf(listUsers())).toMatchObject({ name: "Throttling" });
  await listUsers();
});

test("the SDK gets through throttling by itself", async () => {
  await server.faults([{ kind: "throttle_400", times: 2 }]);
  const { endpoint } = server;
  const credentials = await server.credentials(ACCOUNT);
  const patient = new IAMClient({ endpoint, credentials, region: "us-east-1", maxAttempts: 3 });
  const { $metadata } = await patient.send(new ListUsersCommand({}));
  expect($metadata.attempts).toBe(3);
});

test("a reset connection, a body that breaks off, and one that never comes", async () => {
  const users = Array.from({ length: 50 }, (_, i) => ({ name: `u${i}`, created: "2024-01-01T00:00:00Z" }));
  await server.seed({ accounts: [{ account_id: ACCOUNT, users }] });
  await server.faults([{ kind: "connection_reset", times: 1 }]);
  expect((await failureOf(listUsers())).message).toMatch(/ECONNRESET/);
  await server.faults([{ kind: "truncated_body", times: 1 }]);
  expect((await failureOf(listUsers())).message).toMatch(/aborted|terminated|ECONNRESET/);
  await server.faults([{ kind: "timeout", times: 1, seconds: 0.3 }]);
  const begin = performance.now();
  expect((await failureOf(listUsers())).message).toMatch(/socket hang up|ECONNRESET/);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(295);
  expect((await listUsers()).Users).toHaveLength(50);
});

test("new faults let hanging calls go", async () => {
  await server.faults([{ kind: "timeout" }]);
  const hanging = failureOf(listUsers());
  await expect.poll(async () => (await server.calls()).total, { timeout: 60_000 }).toBe(1);
  await server.faults([]);
  expect((await hanging).message).toMatch(/socket hang up|ECONNRESET/);
});

test.each([
  ["report_never_ready", "CredentialReportNotReadyException"],
  ["report_expired", "CredentialReportExpiredException"],
  ["report_not_present", "CredentialReportNotPresentException"],
] as const)("%s", async (kind, name) => {
  const { iam } = sdkClients(server);
  await server.faults([{ kind }]);
  for (const _ of [1, 2, 3]) {
    const { State } = await iam.send(new GenerateCredentialReportCommand({}));
    if (kind === "report_never_ready") expect(State).toBe("INPROGRESS");
    expect(await failureOf(iam.send(new GetCredentialReportCommand({})))).toMatchObject({ name });
  }
  expect((await listUsers()).Users).toEqual([]);
});

test("a malformed report, and too many of them", async () => {
  const { iam } = sdkClients(server);
  const faults: Fault[] = [
    { kind: "malformed_report", text: "<html>sign in</html>" },
    { kind: "limit_exceeded" },
  ];
  await server.faults(faults);
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  expect(new TextDecoder().decode(Content)).toBe("<html>sign in</html>");
  const failure = await failureOf(iam.send(new GenerateCredentialReportCommand({})));
  expect(failure).toMatchObject({ name: "LimitExceededException", status: 409 });
});

test("an empty page with a token is not the end of a list", async () => {
  const { iam, organizations } = sdkClients(server);
  await server.seed({
    ...organization,
    accounts: [{ account_id: ACCOUNT, users: [{ name: "ann", created: "2024-01-01T00:00:00Z" }] }],
  });
  await server.faults([
    { kind: "empty_page_with_token", action: "iam:ListUsers", times: 1 },
    { kind: "empty_page_with_token", action: "organizations:ListAccounts", times: 2 },
  ]);
  const users: number[] = [];
  for await (const { Users } of paginateListUsers({ client: iam }, {})) users.push(Users?.length ?? 0);
  expect(users).toEqual([0, 1]);
  const accounts: number[] = [];
  for await (const { Accounts } of paginateListAccounts({ client: organizations }, {})) {
    accounts.push(Accounts?.length ?? 0);
  }
  expect(accounts).toEqual([0, 0, 1]);
});

test("an unknown kind of fault is refused", async () => {
  await expect(server.faults(JSON.parse('[{"kind":"gremlin"}]'))).rejects.toThrow(
    /unknown kind of fault: 'gremlin'/,
  );
});
