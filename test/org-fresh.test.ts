import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SINGLE_ACCOUNT_ID, seedSingleAccount } from "./aws/single-account.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { AS_OF, orgArgs, seedOrganization } from "./org-support.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

/** What another control would ask. */
const OTHERS = ["iam:ListMFADevices", "iam:GetLoginProfile", "iam:GetAccessKeyLastUsed"];

let server: AwsServer;
const folder = scratch();
beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});
beforeEach(() => server.reset());

const run = (...args: string[]): Promise<CliResult> =>
  runCli(["audit", "--format", "json", ...args], { cwd: folder.dir, env: { ...server.env } });

interface Finding {
  readonly subject_arn: string;
  readonly status: string;
}

/** Of whom a control says what, by status. */
async function users(control: string): Promise<(status: string) => string[]> {
  const args = ["findings", "--control", control, "--status", "all", "--format", "json"];
  const { stdout } = await runCli(args, { cwd: folder.dir });
  const rows = JSON.parse(stdout) as Finding[];
  return (status) => rows.filter((one) => one.status === status).map(({ subject_arn: arn }) => arn);
}

describe("one account, whose report is cached", () => {
  beforeEach(async () => {
    await seedSingleAccount(server, AS_OF);
  });

  const fix = () =>
    server.update({
      account_id: SINGLE_ACCOUNT_ID,
      users: [{ name: "no-mfa", mfa: [{ kind: "hardware" }] }],
    });

  test("what was fixed since shows at once", async () => {
    const asOf = ["--as-of", AS_OF.toISOString()];
    await fix();
    await run(...asOf);
    const failing = (await users("user-mfa-device"))("fail").find((arn) => arn.endsWith("/no-mfa"));
    expect(failing).toBeDefined();
    const { stderr, code } = await run(...asOf, "--fresh");
    expect([code, stderr]).toEqual([0, expect.stringMatching(/Read \d+ users again, live/)]);
    const now = await users("user-mfa-device");
    expect(now("fail")).not.toContain(failing);
    expect(now("pass")).toContain(failing);
  });

  test("of a control alone only what that rests on is asked, of users that fail it and of one made since", async () => {
    const args = ["--as-of", AS_OF.toISOString(), "--control", "user-single-active-key"];
    await run(...args);
    const verdicts = await users("user-single-active-key");
    const made = verdicts("unknown").filter((arn) => arn.endsWith("/made-since-report"));
    expect(made).toHaveLength(1);
    await run(...args, "--fresh");
    const { by_action: after } = await server.calls();
    expect(after["iam:ListAccessKeys"]).toBe(verdicts("fail").length + verdicts("unknown").length);
    expect(OTHERS.map((action) => after[action] ?? 0)).toEqual([0, 0, 0]);
    expect((await users("user-single-active-key"))("not_applicable")).toEqual(expect.arrayContaining(made));
  });

  test("a user that cannot be read whole keeps the verdict of the report, and that is said", async () => {
    await server.faults([{ kind: "access_denied", action: "iam:ListAccessKeys" }]);
    await run("--as-of", AS_OF.toISOString());
    const before = (await users("user-mfa-device"))("fail");
    const { stderr } = await run("--as-of", AS_OF.toISOString(), "--fresh");
    expect(stderr).toMatch(/users could not be read again: iam:ListAccessKeys \(denied\)/);
    expect((await users("user-mfa-device"))("fail")).toEqual(before);
  });
});

test("an organization: the failing users of every account, through its role", async () => {
  const organization = await seedOrganization(server, { accounts: 8 });
  expect((await run(...orgArgs(organization))).code).toBe(0);
  const failing = (await users("user-mfa-device"))("fail");
  const [arn = ""] = failing.filter((one) => !one.includes(organization.managementAccountId));
  const [, , , , account = "", name = ""] = arn.split(":");
  await server.update({
    account_id: account,
    users: [{ name: name.slice(name.lastIndexOf("/") + 1), mfa: [{ kind: "virtual" }] }],
  });
  expect((await run(...orgArgs(organization), "--fresh")).code).toBe(0);
  expect((await users("user-mfa-device"))("fail")).toEqual(failing.filter((one) => one !== arn));
});

test("--fresh needs something live", async () => {
  const { code, stderr } = await run("--fresh", "report.csv");
  expect([code, stderr]).toEqual([2, expect.stringContaining("--fresh reads live")]);
});
