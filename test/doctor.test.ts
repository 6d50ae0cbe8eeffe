import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PolicyDocument } from "../src/model/results/doctor.js";
import { PERMISSIONS } from "../src/sources/permissions.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { doctorJson, missingActions, shipped, without } from "./doctor-json.js";
import { lakeRows } from "./lake-rows.js";
import { auditJson, runCli, scratch } from "./run-cli.js";

const ACCOUNT = "123456789012";
const folder = scratch();
let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});
beforeEach(() => server.reset());

describe("one account, with permissions checked", () => {
  /** An account whose runner has this policy; nobody has asked for its credential report yet. */
  async function env(policy: PolicyDocument): Promise<Record<string, string>> {
    const created = "2024-01-01T00:00:00Z";
    await server.reset();
    await server.seed({
      accounts: [
        {
          account_id: ACCOUNT,
          users: [
            { name: "ann", created, password: {}, mfa: [{ kind: "virtual" }] },
            { name: "bob", created, keys: [{ created, last_used: null }] },
            { name: "runner", created, inline_policies: { read: JSON.stringify(policy) } },
          ],
        },
      ],
    });
    await server.auth(true);
    return server.envFor(await server.credentials(ACCOUNT, "runner"));
  }
  const doctor = async (policy: PolicyDocument, ...args: string[]) =>
    await runCli(["doctor", "--format", "json", ...args], { cwd: folder.dir, env: await env(policy) });

  const READ_ONLY = shipped("iamspect-read-only");
  // What only --full asks for has tests of its own, with something there that it can be asked about.
  const account = PERMISSIONS.filter(({ scope, option }) => scope === "account" && option !== "full");
  const actions = account.map(({ action, option, delivers }) => ({
    action,
    delivers,
    fresh: option === "fresh",
  }));

  test("the shipped policy is enough for all that doctor tries, and for an audit without gaps", async () => {
    const result = await doctor(READ_ONLY, "--fresh");
    const { checks, policies, complete, version } = doctorJson(result);
    expect([result.code, version, complete, policies]).toEqual([0, 1, true, []]);
    const expected = [...new Set(account.flatMap(({ delivers }) => delivers))];
    const of = checks.filter(({ about }) => about === "account");
    expect(of.map(({ check }) => check)).toEqual([...expected, "scp", "rcp"]);
    expect(of.every(({ status }) => status === "ok")).toBe(true);
    const audit = await runCli(["audit", "--format", "json"], {
      cwd: folder.dir,
      env: await env(READ_ONLY),
    });
    expect([audit.code, auditJson(audit).coverage]).toEqual([0, { accounts: 1, complete: 1, incomplete: 0 }]);
  });

  test("it is enough for what --full asks for, too", async () => {
    const { checks } = doctorJson(await doctor(READ_ONLY, "--full"));
    expect(checks.filter(({ status }) => status === "denied")).toEqual([]);
    expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["regions", "security_groups"]));
  });

  test("it asks for each thing once, changes nothing and keeps nothing", async () => {
    const environment = await env(READ_ONLY);
    await server.update({ account_id: ACCOUNT, report: { cached: true } });
    await runCli(["doctor", "--fresh", "--lake", "nowhere"], { cwd: folder.dir, env: environment });
    const { by_action: calls } = await server.calls();
    expect(Object.values(calls).every((count) => count === 1)).toBe(true);
    expect(Object.keys(calls).sort()).toEqual(
      [...actions.map(({ action }) => action), "sts:GetCallerIdentity"].sort(),
    );
    const listed = await runCli(["snapshots", "list", "--lake", "nowhere"], { cwd: folder.dir });
    expect(listed.stderr).toContain("holds no snapshot");
  });

  test.each(actions)("without $action doctor names it and prints it", async ({ action, delivers }) => {
    const result = await doctor(without(READ_ONLY, action), "--fresh");
    const { checks, policies } = doctorJson(result);
    expect(result.code).toBe(4);
    expect(missingActions(checks)).toEqual([action]);
    const denied = checks.filter(({ status }) => status === "denied");
    expect(denied.map(({ check }) => check)).toEqual([...delivers]);
    expect(policies).toMatchObject([{ scope: "account", account_ids: [ACCOUNT] }]);
    expect(policies[0]?.policy.Statement.map(({ Action }) => Action)).toEqual([[action]]);
  });

  test.each(actions.filter(({ fresh }) => !fresh))(
    "without $action an audit lacks exactly that evidence",
    async ({ action, delivers }) => {
      const lake = join(folder.dir, `lake-${action.replace(":", "-")}`);
      const audit = await runCli(["audit", "--format", "json", "--report-timeout", "20", "--lake", lake], {
        cwd: folder.dir,
        env: await env(without(READ_ONLY, action)),
      });
      expect(audit.code).toBe(4);
      const sql =
        "SELECT kind, detail FROM coverage WHERE status IN ('denied', 'error', 'throttled') ORDER BY kind";
      expect(await lakeRows(lake, sql)).toEqual(
        delivers.map((kind) => ({ kind, detail: expect.stringContaining(action) })),
      );
    },
  );

  test("the printed policy is the whole of what was missing: with it nothing is", async () => {
    const none: PolicyDocument = { Version: "2012-10-17", Statement: [] };
    const { policies } = doctorJson(await doctor(none));
    const [{ policy } = { policy: none }] = policies;
    expect((await doctor(policy)).code).toBe(0);
  });

  test("people read the action, the reason and the policy", async () => {
    const { stdout, code } = await runCli(["doctor"], {
      cwd: folder.dir,
      env: await env(without(READ_ONLY, "iam:ListVirtualMFADevices")),
    });
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /virtual_mfa_devices +denied +iam:ListVirtualMFADevices: because no identity-based policy allows it/,
    );
    expect(stdout).toContain('"Action": ["iam:ListVirtualMFADevices"]');
    expect(stdout).toMatch(/credentials +ok +arn:aws:iam::123456789012:user\/runner/);
    expect(stdout).toContain(`iam ${server.endpoint}`);
  });
});

describe("what else can be in the way", () => {
  const plain = (...args: string[]) =>
    runCli(["doctor", ...args], { cwd: folder.dir, env: { ...server.env } });

  test("throttling and errors are told apart from a missing permission", async () => {
    await server.faults([
      { kind: "throttle_400", action: "iam:GetAccountSummary" },
      { kind: "error_500", action: "iam:ListAccountAliases" },
    ]);
    const result = await runCli(["doctor", "--format", "json"], {
      cwd: folder.dir,
      env: { ...server.env, AWS_MAX_ATTEMPTS: "2" },
    });
    const { checks, policies } = doctorJson(result);
    const statusOf = (name: string) => checks.find(({ check }) => check === name)?.status;
    expect(["account_summary", "account_alias", "password_policy"].map(statusOf)).toEqual([
      "throttled",
      "error",
      "ok",
    ]);
    expect([result.code, policies]).toEqual([4, []]);
  });

  test("a report that is not ready yet is no missing permission", async () => {
    await server.faults([{ kind: "report_never_ready" }]);
    const { code, stdout } = await plain();
    expect([code, stdout]).toEqual([0, expect.stringMatching(/credential_report +ok +AWS is still making/)]);
  });

  test("nor is a limit of AWS on making reports", async () => {
    await server.faults([{ kind: "limit_exceeded", action: "iam:GenerateCredentialReport" }]);
    const { code, stdout } = await plain();
    expect([code, stdout]).toEqual([0, expect.stringMatching(/credential_report +ok +AWS makes no more/)]);
  });

  test("no credentials: it cannot run, and still says what it knows", async () => {
    const env = { ...server.env, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: folder.dir };
    const { code, stdout } = await runCli(["doctor"], { cwd: folder.dir, env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/credentials +error +No AWS credentials were found/);
    expect(stdout).toMatch(/node +ok/);
  });

  test("a lake that cannot be written and a broken configuration: it cannot run", async () => {
    writeFileSync(join(folder.dir, "a-file"), "");
    const lake = await plain("--lake", "a-file/lake");
    expect([lake.code, lake.stdout]).toEqual([
      1,
      expect.stringMatching(/lake +error +nothing can be written/),
    ]);
    writeFileSync(join(folder.dir, "broken.yaml"), "version: 7\n");
    const config = await plain("--config", "broken.yaml");
    expect([config.code, config.stdout]).toEqual([1, expect.stringMatching(/configuration +error/)]);
  });

  test("settings that the SDK ignores are named", async () => {
    const env = {
      ...server.env,
      HTTPS_PROXY: "http://proxy:3128",
      AWS_CA_BUNDLE: "/ca.pem",
      NODE_EXTRA_CA_CERTS: "",
    };
    const { code, stdout } = await runCli(["doctor"], { cwd: folder.dir, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/proxy +warning +HTTPS_PROXY/);
    expect(stdout).toMatch(/certificates +warning +AWS_CA_BUNDLE has no effect.*NODE_EXTRA_CA_CERTS/);
  });
});
