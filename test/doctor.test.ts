import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MissingPolicy } from "../src/aws/missing-policies.js";
import type { PolicyDocument } from "../src/aws/permission-policy.js";
import type { Check } from "../src/model/check.js";
import { PERMISSIONS } from "../src/model/permissions.js";
import { organizationSeed } from "./aws/organization.js";
import { allow } from "./aws/policies.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { auditJson, type CliResult, runCli, scratch } from "./run-cli.js";

const ACCOUNT = "123456789012";
const AS_OF = new Date("2026-11-23T00:00:00Z");
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

interface DoctorJson {
  readonly version: number;
  readonly complete: boolean;
  readonly checks: readonly Check[];
  readonly policies: readonly MissingPolicy[];
}

const doctorJson = ({ stdout }: CliResult): DoctorJson => JSON.parse(stdout) as DoctorJson;
const shipped = (name: string): PolicyDocument =>
  JSON.parse(readFileSync(new URL(`../deploy/${name}.json`, import.meta.url), "utf8")) as PolicyDocument;

/** The policy without one action; a statement that is left with none goes. */
function without(policy: PolicyDocument, action: string): PolicyDocument {
  const Statement = policy.Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((each) => each !== action),
  })).filter((one) => one.Action.length > 0);
  return { ...policy, Statement };
}

const missingActions = (checks: readonly Check[]) => [...new Set(checks.flatMap(({ missing }) => missing))];

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
  const account = PERMISSIONS.filter(({ scope }) => scope === "account");
  const actions = account.flatMap(({ option, permissions }) =>
    permissions.map(({ action, delivers }) => ({ action, delivers, fresh: option === "fresh" })),
  );

  test("the shipped policy is enough for all that doctor tries, and for an audit without gaps", async () => {
    const result = await doctor(READ_ONLY, "--fresh");
    const { checks, policies, complete, version } = doctorJson(result);
    expect([result.code, version, complete, policies]).toEqual([0, 1, true, []]);
    const expected = [
      ...new Set(account.flatMap(({ permissions }) => permissions).flatMap((one) => one.delivers)),
    ];
    const of = checks.filter(({ about }) => about === "account");
    expect(of.map(({ check }) => check)).toEqual([...expected, "scp", "rcp"]);
    expect(of.every(({ status }) => status === "ok")).toBe(true);
    const audit = await runCli(["audit", "--format", "json"], {
      cwd: folder.dir,
      env: await env(READ_ONLY),
    });
    expect([audit.code, auditJson(audit).coverage]).toEqual([0, { accounts: 1, complete: 1, incomplete: 0 }]);
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
      const lake = ["--lake", `lake-${action.replace(":", "-")}`];
      const audit = await runCli(["audit", "--format", "json", "--report-timeout", "20", ...lake], {
        cwd: folder.dir,
        env: await env(without(READ_ONLY, action)),
      });
      expect(audit.code).toBe(4);
      const sql =
        "SELECT kind, detail FROM coverage WHERE status IN ('denied', 'error', 'throttled') ORDER BY kind";
      const { stdout } = await runCli(["query", sql, "--format", "json", ...lake], { cwd: folder.dir });
      const rows: unknown = JSON.parse(stdout);
      expect(rows).toEqual(delivers.map((kind) => ({ kind, detail: expect.stringContaining(action) })));
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

describe("an organization, with permissions checked", () => {
  const seeded = organizationSeed({
    asOf: AS_OF,
    accounts: 9,
    usersPerAccount: 1,
    auditPolicy: { ...without(shipped("iamspect-read-only"), "organizations:DescribeOrganization") },
  });
  let lakes = 0;
  const RUN = shipped("iamspect-organization");
  const READ_ONLY = shipped("iamspect-read-only");
  const org = ["doctor", "--org", "--external-id", seeded.externalId, "--format", "json"];

  /** The organization, whose runner has these two policies. */
  async function env(run: PolicyDocument, read = READ_ONLY): Promise<Record<string, string>> {
    await server.reset();
    const { organization, ...rest } = seeded.seed;
    const policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
    await server.seed({ ...rest, ...(organization && { organization: { ...organization, policy_types } }) });
    const runner = { name: "runner", created: "2024-01-01T00:00:00Z" };
    const inline_policies = { run: JSON.stringify(run), read: JSON.stringify(read) };
    await server.seed({
      accounts: [{ account_id: seeded.managementAccountId, users: [{ ...runner, inline_policies }] }],
    });
    await server.auth(true);
    return server.envFor(await server.credentials(seeded.managementAccountId, "runner"));
  }
  const doctor = async (run: PolicyDocument, ...args: string[]) =>
    await runCli([...org, ...args], { cwd: folder.dir, env: await env(run) });
  const actions = [...new Set(RUN.Statement.flatMap(({ Action }) => Action))];

  test("the shipped policies are enough; suspended accounts are listed, not tried", async () => {
    const result = await doctor(RUN, "--assume-root", "--include", "tag:owner", "--fresh");
    const { checks, policies } = doctorJson(result);
    expect([result.code, policies]).toEqual([0, []]);
    const roles = checks.filter(({ check }) => check === "audit_role");
    expect(roles.filter(({ status }) => status === "ok")).toHaveLength(seeded.accountIds.length - 2);
    expect(roles.find(({ account_id: id }) => id === seeded.suspendedAccountId)).toMatchObject({
      status: "not_checked",
      detail: expect.stringContaining("SUSPENDED"),
    });
    const roots = checks.filter(({ check }) => check === "root_user");
    expect(roots).toHaveLength(seeded.accountIds.length - 2);
  });

  test.each(actions)("without %s doctor names it, and in which account it belongs", async (action) => {
    // The account's own policy allows to describe the organization too.
    const read = without(READ_ONLY, "organizations:DescribeOrganization");
    const result = await runCli([...org, "--assume-root", "--include", "tag:owner"], {
      cwd: folder.dir,
      env: await env(without(RUN, action), read),
    });
    const { checks, policies } = doctorJson(result);
    expect([result.code, missingActions(checks)]).toEqual([4, [action]]);
    expect(policies).toMatchObject([{ scope: "organization", account_ids: [seeded.managementAccountId] }]);
    const wanted = RUN.Statement.find(({ Action }) => Action.includes(action));
    expect(policies[0]?.policy.Statement).toEqual([{ ...wanted, Action: [action] }]);
  });

  /** Collects all of it, and tells what is missing, by kind, with how many accounts lack it. */
  async function gaps(run: PolicyDocument): Promise<{ code: number | null; gaps: unknown }> {
    const lake = ["--lake", `lake-${lakes++}`];
    const collected = await runCli(
      ["collect", "--org", "--external-id", seeded.externalId, "--assume-root", ...lake],
      { cwd: folder.dir, env: await env(run, without(READ_ONLY, "organizations:DescribeOrganization")) },
    );
    const sql =
      "SELECT kind, detail, count(*) AS accounts FROM coverage WHERE status IN ('denied', 'throttled', 'error') GROUP BY ALL ORDER BY kind";
    const { stdout } = await runCli(["query", sql, "--format", "json", ...lake], { cwd: folder.dir });
    return { code: collected.code, gaps: JSON.parse(stdout) };
  }

  test("with the shipped policies a collection of the organization has no gap", async () => {
    expect(await gaps(RUN)).toEqual({ code: 0, gaps: [] });
  });

  const organizationEvidence = PERMISSIONS.filter(({ scope }) => scope === "organization")
    .flatMap(({ permissions }) => permissions)
    .filter(({ delivers }) => delivers.some((one) => ["organization", "scp", "rcp"].includes(one)));
  test.each(organizationEvidence)(
    "without $action a collection lacks exactly that evidence, in every account",
    async ({ action, delivers }) => {
      const found = await gaps(without(RUN, action));
      const kinds = [...delivers].sort();
      expect(found).toEqual({
        code: 4,
        gaps: kinds.map((kind) => ({
          kind,
          detail: expect.stringContaining(action),
          accounts: seeded.accountIds.length,
        })),
      });
    },
  );

  test("a role that lacks an action, and one that trusts nobody, are named with their accounts", async () => {
    const [, , , poor = "", closed = ""] = seeded.accountIds;
    const environment = await env(RUN);
    const trust = { Version: "2012-10-17", Statement: [] };
    const role = (account_id: string, more: object) => ({
      account_id,
      roles: [
        {
          name: "other",
          trust: trustOf(seeded.externalId),
          inline_policies: { a: allow("iam:List*") },
          ...more,
        },
      ],
    });
    await server.seed({
      accounts: seeded.accountIds
        .slice(3)
        .map((id) =>
          role(
            id,
            id === closed
              ? { trust }
              : id === poor
                ? {}
                : { inline_policies: { a: JSON.stringify(READ_ONLY) } },
          ),
        ),
    });
    const ids = seeded.accountIds.slice(3).flatMap((id) => ["--include", id]);
    const run = {
      ...RUN,
      Statement: RUN.Statement.map((one) => ({
        ...one,
        Resource: one.Resource.replace(seeded.roleName, "other"),
      })),
    };
    await server.update({
      account_id: seeded.managementAccountId,
      users: [
        { name: "runner", inline_policies: { run: JSON.stringify(run), read: JSON.stringify(READ_ONLY) } },
      ],
    });
    const result = await runCli([...org, "--role", "other", ...ids], { cwd: folder.dir, env: environment });
    const { checks, policies } = doctorJson(result);
    expect(result.code).toBe(4);
    expect(checks.find(({ account_id: id, check }) => id === closed && check === "audit_role")).toMatchObject(
      {
        status: "denied",
        missing: [],
        detail: expect.stringContaining("expects another external ID"),
      },
    );
    expect(policies).toMatchObject([{ scope: "account", account_ids: [poor] }]);
    expect(missingActions(checks)).toContain("iam:GetAccountSummary");
    expect(missingActions(checks)).not.toContain("iam:ListAccountAliases");
  });
});

function trustOf(externalId: string) {
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const Condition = { StringEquals: { "sts:ExternalId": externalId } };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }],
  };
}
