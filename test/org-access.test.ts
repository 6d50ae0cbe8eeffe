import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SeededOrganization } from "./aws/organization.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { AS_OF, orgArgs, query, seedOrganization } from "./org-support.js";
import { auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

let server: AwsServer;
let organization: SeededOrganization;
let folder: ReturnType<typeof scratch>;

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  organization = await seedOrganization(server, { accounts: 12, usersPerAccount: 2 });
  folder = scratch();
});
afterEach(() => folder.remove());

/** Runs in a home of its own, so that nobody's trust and profiles count. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  const home = { HOME: folder.dir, XDG_CONFIG_HOME: join(folder.dir, "config"), ...server.env, ...env };
  return runCli(args, { cwd: folder.dir, env: home });
}
const collect = (...args: string[]) => run(["collect", ...orgArgs(organization), ...args]);
const config = (text: string) => writeFileSync(join(folder.dir, "iamspect.yaml"), `version: 1\n${text}`);

interface AccountRow {
  readonly account_id: string;
  readonly ou_path: string | null;
  readonly org_role: string;
  readonly status: string;
  readonly detail: string | null;
}
const accounts = () =>
  query<AccountRow>(
    "SELECT a.account_id, ou_path, org_role, status, detail FROM accounts a JOIN coverage c USING (account_id) WHERE kind = 'credential_report' ORDER BY 1",
    folder,
  );
const idsOf = (rows: readonly AccountRow[]) => rows.map(({ account_id }) => account_id);

describe("which accounts", () => {
  test("a unit means itself and what is below it", async () => {
    expect((await collect("--include", "ou:/Workloads", "--exclude", "ou:/Workloads/NonProd")).code).toBe(0);
    const rows = (await accounts()).filter(({ org_role }) => org_role !== "management");
    expect(rows.length).toBeGreaterThan(1);
    for (const { ou_path } of rows) expect(ou_path).toMatch(/^\/Workloads\/Prod\//);
  });

  test("ids and tags", async () => {
    const [management = "", first = "", , third = ""] = organization.accountIds;
    const result = await collect("--include", first, "--include", `tag:owner=team-${third.slice(-2)}`);
    expect(result.code).toBe(0);
    expect(idsOf(await accounts())).toEqual([management, first, third].sort());
    const { by_action: actions } = await server.calls();
    expect(actions["organizations:ListTagsForResource"]).toBe(12);
    expect(result.stderr).toMatch(/9 accounts of o-\w+ are left out/);
  });

  test("the management account, left out, is listed and not asked", async () => {
    const [management = ""] = organization.accountIds;
    await collect("--exclude", management);
    expect((await accounts()).find(({ account_id }) => account_id === management)).toMatchObject({
      status: "not_collected",
      detail: expect.stringContaining("left out on request") as string,
    });
    expect((await server.calls()).by_account[management]?.["iam:GetAccountSummary"]).toBeUndefined();
  });

  test("without tags nobody asks for them", async () => {
    await collect();
    expect((await server.calls()).by_action["organizations:ListTagsForResource"]).toBeUndefined();
  });

  test("units cannot be chosen when the tree is denied", async () => {
    await server.faults([{ kind: "access_denied", action: "organizations:ListRoots" }]);
    const { code, stderr } = await collect("--exclude", "ou:/Sandbox");
    expect([code, stderr]).toEqual([1, expect.stringContaining("organizations:ListRoots")]);
  });

  test.each(["everything", "ou:Workloads", "12345"])("%s is no choice", async (selector) => {
    const { code, stderr } = await collect("--include", selector);
    expect([code, stderr]).toEqual([2, expect.stringContaining("ou:/PATH")]);
  });
});

describe("as whom", () => {
  test("a wrong external id opens no member, and is named at each", async () => {
    const { code, stdout } = await run([
      "audit",
      ...orgArgs(organization, "--format", "json"),
      "--external-id",
      "wrong-one",
    ]);
    expect(code).toBe(4);
    const audit = { code, stdout, stderr: "" };
    expect(control(auditJson(audit), "user-key-rotation").unknown).toBeGreaterThanOrEqual(11);
    for (const row of await accounts()) {
      if (row.org_role !== "member" || row.account_id === organization.suspendedAccountId) continue;
      expect(row).toMatchObject({
        status: "denied",
        detail: `sts:AssumeRole on arn:aws:iam::${row.account_id}:role/${organization.roleName}`,
      });
    }
  });

  test("one role that cannot be assumed stops no other account", async () => {
    const other = organization.accountIds[5] ?? "";
    config(`collect:
  organizations:
    - external_id: ${organization.externalId}
      overrides:
        - {accounts: ["${other}"], role: "arn:{partition}:iam::{account_id}:role/nobody"}
`);
    const { code } = await run(["collect", "--org", "--config", "iamspect.yaml"]);
    expect(code).toBe(4);
    const rows = await accounts();
    expect(rows.filter(({ status }) => status === "denied")).toEqual([
      expect.objectContaining({
        account_id: other,
        detail: `sts:AssumeRole on arn:aws:iam::${other}:role/nobody`,
      }),
    ]);
    expect(rows.filter(({ status }) => status === "ok")).toHaveLength(10);
  });

  test("a configuration found in the working directory must be trusted, as it is", async () => {
    config(`collect: {organizations: [{external_id: ${organization.externalId}}]}\n`);
    const untrusted = await run(["collect", "--org"]);
    expect([untrusted.code, untrusted.stderr]).toEqual([2, expect.stringContaining("--trust-config")]);
    expect((await server.calls()).total).toBe(0);
    expect((await run(["collect", "--org", "--trust-config"])).code).toBe(0);
    expect((await run(["collect", "--org"])).code).toBe(0);
    config(`collect: {organizations: [{external_id: ${organization.externalId}, role: other}]}\n`);
    expect((await run(["collect", "--org"])).code).toBe(2);
    const trusted = join(folder.dir, "config", "iamspect", "trusted");
    expect(readFileSync(trusted, "utf8")).toMatch(/^[0-9a-f]{64} ".*iamspect\.yaml"\n$/);
  });

  test("two organizations and an account of its own make one snapshot", async () => {
    const second = "777700000001";
    const alone = "888800000001";
    await server.seed({
      organization: { management_account_id: second, accounts: [{ account_id: second, name: "Second" }] },
      accounts: [
        { account_id: second },
        { account_id: alone, users: [{ name: "ann", created: AS_OF.toISOString() }] },
      ],
    });
    const profile = async (name: string, id: string) => {
      const { accessKeyId, secretAccessKey } = await server.credentials(id);
      return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    };
    mkdirSync(join(folder.dir, ".aws"));
    const keys = [await profile("second", second), await profile("alone", alone)];
    writeFileSync(join(folder.dir, ".aws", "credentials"), keys.join(""));
    config(`collect:
  organizations:
    - external_id: ${organization.externalId}
      exclude: ["ou:/Sandbox"]
    - profile: second
  accounts:
    - profile: alone
`);
    const { code, stderr } = await run(["collect", "--org", "--config", "iamspect.yaml"]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("Collected")]);
    const rows = await accounts();
    expect(rows.find(({ account_id }) => account_id === second)).toMatchObject({
      org_role: "management",
      status: "ok",
    });
    expect(rows.find(({ account_id }) => account_id === alone)).toMatchObject({
      org_role: "standalone",
      status: "ok",
    });
    const organizations = await query<{ n: number }>(
      "SELECT count(DISTINCT org_id) AS n FROM accounts",
      folder,
    );
    expect(organizations).toEqual([{ n: 2 }]);
  });

  test("the root users of members are read in root sessions that may do no more", async () => {
    const { code } = await collect("--assume-root");
    expect(code).toBe(0);
    const { by_action: actions } = await server.calls();
    // Not of the management account, which has no root sessions, nor of the suspended one.
    expect(actions["sts:AssumeRoot"]).toBe(10);
  });

  test("members whose role cannot be assumed: their root users are read all the same", async () => {
    await server.faults([{ kind: "access_denied", action: "sts:AssumeRole" }]);
    const result = await run(["audit", ...orgArgs(organization, "--assume-root", "--format", "json")]);
    expect(result.code).toBe(4);
    const rows = await query<{ account_id: string; status: string; has_credentials: boolean }>(
      "SELECT r.account_id, c.status, r.has_credentials FROM root_users r JOIN coverage c USING (account_id)" +
        " WHERE kind = 'root_credentials' AND status = 'ok'",
      folder,
    );
    expect(rows).toHaveLength(10);
    expect(rows.every(({ has_credentials: known }) => known !== null)).toBe(true);
    const roots = control(auditJson(result), "root-access-key");
    // But for the suspended account each root user is judged, and none is counted twice.
    expect([roots.population, roots.unknown]).toEqual([12, 1]);
    expect(control(auditJson(result), "user-unused").unknown).toBeGreaterThanOrEqual(10);
    await server.faults([{ kind: "access_denied", action: "sts:Assume*" }]);
    const { stderr } = await collect("--assume-root");
    expect(stderr).toMatch(/^missing: root_credentials of .*: denied: sts:AssumeRoot on ACCOUNT$/m);
  });

  test("denied root sessions are named beside what the account says of root", async () => {
    await server.faults([{ kind: "access_denied", action: "sts:AssumeRoot" }]);
    await collect("--assume-root");
    const rows = await query<{ account_id: string; detail: string }>(
      "SELECT account_id, detail FROM coverage WHERE kind = 'account_summary' AND status = 'ok' AND detail IS NOT NULL",
      folder,
    );
    expect(rows).toHaveLength(10);
    for (const { account_id: id, detail } of rows) {
      expect(detail).toBe(`without root credentials: sts:AssumeRoot on ${id} (denied)`);
    }
  });
});

describe("an organization that cannot be read", () => {
  test("from a member: its own account is audited, and what is denied is named", async () => {
    const member = organization.accountIds[4] ?? "";
    const env = server.envFor(await server.credentials(member));
    const result = await run(["audit", ...orgArgs(organization, "--format", "json")], env);
    expect(result.code).toBe(4);
    expect(auditJson(result).coverage.accounts).toBeLessThanOrEqual(2);
    const rows = await query<{ kind: string; status: string; detail: string }>(
      `SELECT kind, status, detail FROM coverage WHERE account_id = '${member}' AND status <> 'ok' ORDER BY kind`,
      folder,
    );
    expect(rows.find(({ kind }) => kind === "organization")).toMatchObject({
      status: "denied",
      detail: expect.stringContaining("organizations:ListAccounts") as string,
    });
    expect(rows.find(({ kind }) => kind === "scp")).toMatchObject({
      status: "denied",
      detail: "organizations:ListPolicies",
    });
    // Without the policies nobody knows whether one of them excuses a missing device.
    expect(control(auditJson(result), "user-console-mfa").fail).toBe(0);
  });

  test("consolidated billing: no policy can apply, and none is asked for", async () => {
    await server.reset();
    const { seed } = organization;
    if (seed.organization === undefined) throw new Error("no organization");
    const { policies: _, ...billing } = seed.organization;
    await server.seed({
      ...seed,
      organization: { ...billing, feature_set: "CONSOLIDATED_BILLING", policy_types: [] },
    });
    await server.settings({ now: AS_OF.toISOString() });
    const result = await run(["audit", ...orgArgs(organization, "--format", "json")]);
    expect(result.code).toBe(0);
    const { by_action: actions } = await server.calls();
    expect(actions["organizations:ListPolicies"]).toBeUndefined();
    const rows = await query<{ kind: string; status: string }>(
      "SELECT DISTINCT kind, status FROM coverage WHERE kind IN ('scp', 'rcp') ORDER BY 1",
      folder,
    );
    expect(rows).toEqual([
      { kind: "rcp", status: "ok" },
      { kind: "scp", status: "ok" },
    ]);
    expect(control(auditJson(result), "user-console-mfa").fail).toBeGreaterThan(0);
  });

  test("an account in no organization is collected by itself, and that is said", async () => {
    await server.seed({ accounts: [{ account_id: "888800000001" }] });
    const env = server.envFor(await server.credentials("888800000001"));
    const { code, stderr } = await run(["collect", ...orgArgs(organization)], env);
    expect([code, stderr]).toEqual([0, expect.stringContaining("tells of no organization")]);
    expect(await accounts()).toMatchObject([{ account_id: "888800000001", org_role: "standalone" }]);
  });

  test("without credentials there is nothing to resume", async () => {
    const { code, stderr } = await collectWithout();
    expect([code, stderr]).toEqual([1, expect.stringContaining("No AWS credentials")]);
    expect(readdirSync(join(folder.dir, ".iamspect", "collecting"))).toEqual([]);
  });

  const collectWithout = () =>
    run(["collect", ...orgArgs(organization)], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
});
