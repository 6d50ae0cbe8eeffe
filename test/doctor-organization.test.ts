import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PolicyDocument } from "../src/model/results/doctor.js";
import { organizationSeed } from "./aws/organization.js";
import { allow, trust } from "./aws/policies.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { doctorJson, missingActions, shipped, without } from "./doctor-json.js";
import { query } from "./org-support.js";
import { runCli, scratch } from "./run-cli.js";

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

describe("an organization, with permissions checked", () => {
  const seeded = organizationSeed({
    asOf: AS_OF,
    accounts: 9,
    usersPerAccount: 1,
    auditPolicy: { ...without(shipped("iamspect-read-only"), "organizations:DescribeOrganization") },
  });
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
    await server.answers([
      {
        action: "config:DescribeConfigurationAggregators",
        answer: { ConfigurationAggregators: [{ ConfigurationAggregatorName: "all" }] },
      },
      {
        action: "config:DescribeConfigurationAggregatorSourcesStatus",
        answer: { AggregatedSourceStatusList: [] },
      },
      { action: "config:SelectAggregateResourceConfig", answer: { Results: [] } },
    ]);
    return server.envFor(await server.credentials(seeded.managementAccountId, "runner"));
  }
  const doctor = async (run: PolicyDocument, ...args: string[]) =>
    await runCli([...org, ...args], { cwd: folder.dir, env: await env(run) });
  const actions = [...new Set(RUN.Statement.flatMap(({ Action }) => Action))];

  test("the shipped policies are enough; suspended accounts are listed, not tried", async () => {
    const result = await doctor(RUN, "--assume-root", "--include", "tag:owner", "--fresh", "--aggregator");
    const { checks, policies } = doctorJson(result);
    expect([result.code, policies]).toEqual([0, []]);
    const roles = checks.filter(({ check }) => check === "audit_role");
    expect(roles.filter(({ status }) => status === "ok")).toHaveLength(seeded.accountIds.length - 2);
    expect(roles.find(({ account_id: id }) => id === seeded.suspendedAccountId)).toMatchObject({
      status: "not_checked",
      detail: expect.stringContaining("SUSPENDED"),
    });
    const roots = checks.filter(({ check }) => check === "root_credentials");
    expect(roots).toHaveLength(seeded.accountIds.length - 2);
  });

  test("an aggregator that there is not is said before an audit stops at it", async () => {
    const { code, stdout } = await runCli(["doctor", "--aggregator", "none", "--format", "json"], {
      cwd: folder.dir,
      env: await env(RUN),
    });
    const found = (JSON.parse(stdout) as { checks: { check: string; status: string; detail: string }[] })
      .checks;
    const one = found.find(({ check }) => check === "config_aggregator");
    expect([code, one?.status]).toEqual([4, "error"]);
    expect(one?.detail).toContain("There is no AWS Config aggregator none in account");
    expect(one?.detail).toContain("--aggregator NAME: all");
  });

  test.each(actions)("without %s doctor names it, and in which account it belongs", async (action) => {
    // The account's own policy allows to describe the organization too.
    const read = without(READ_ONLY, "organizations:DescribeOrganization");
    const args = ["--assume-root", "--include", "tag:owner", "--aggregator", "all"];
    const result = await runCli([...org, ...args], {
      cwd: folder.dir,
      env: await env(without(RUN, action), read),
    });
    const { checks, policies } = doctorJson(result);
    expect([result.code, missingActions(checks)]).toEqual([4, [action]]);
    expect(policies).toMatchObject([{ scope: "organization", account_ids: [seeded.managementAccountId] }]);
    const wanted = RUN.Statement.find(({ Action }) => Action.includes(action));
    expect(policies[0]?.policy.Statement).toEqual([{ ...wanted, Action: [action] }]);
  });

  test("with the shipped policies a collection of the organization has no gap", async () => {
    const args = ["collect", "--org", "--external-id", seeded.externalId, "--assume-root"];
    const { code } = await runCli(args, { cwd: folder.dir, env: await env(RUN) });
    const gaps = "SELECT * FROM coverage WHERE status IN ('denied', 'throttled', 'error')";
    expect([code, await query(gaps, folder)]).toEqual([0, []]);
  });

  test("a role that lacks an action, and one that trusts nobody, are named with their accounts", async () => {
    const [, , , poor = "", closed = "", ...good] = seeded.accountIds;
    const run = JSON.parse(JSON.stringify(RUN).replace(seeded.roleName, "other")) as PolicyDocument;
    const environment = await env(run);
    const trusting = trust(seeded.managementAccountId, seeded.externalId);
    const nobody = { Version: "2012-10-17", Statement: [] };
    const role = (account_id: string, trusts: object, a: object) => ({
      account_id,
      roles: [{ name: "other", trust: JSON.stringify(trusts), inline_policies: { a: JSON.stringify(a) } }],
    });
    await server.seed({
      accounts: [
        role(poor, trusting, allow("iam:List*")),
        role(closed, nobody, READ_ONLY),
        ...good.map((id) => role(id, trusting, READ_ONLY)),
      ],
    });
    const ids = [poor, closed, ...good].flatMap((id) => ["--include", id]);
    const result = await runCli([...org, "--role", "other", ...ids], { cwd: folder.dir, env: environment });
    const { checks, policies } = doctorJson(result);
    expect(result.code).toBe(4);
    const refused = checks.find(({ account_id: id, check }) => id === closed && check === "audit_role");
    expect(refused).toMatchObject({ status: "denied", missing: [] });
    expect(refused?.detail).toContain("expects another external ID");
    expect(policies).toMatchObject([{ scope: "account", account_ids: [poor] }]);
    expect(missingActions(checks)).toContain("iam:GetAccountSummary");
    expect(missingActions(checks)).not.toContain("iam:ListAccountAliases");
  });
});
