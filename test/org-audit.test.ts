import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeededOrganization } from "./aws/organization.js";
import { type AwsServer, type CallCounts, startAwsServer } from "./aws/start-server.js";
import { callsOf, orgArgs, query, seedOrganization } from "./org-support.js";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

/** Twelve, but for polls: what an account may cost. */
const MOST_CALLS = 12;

let server: AwsServer;
let organization: SeededOrganization;
const folder = scratch();

beforeAll(async () => {
  server = await startAwsServer();
});
afterAll(async () => {
  await server?.stop();
  folder.remove();
});

describe("an organization of 60 accounts", () => {
  let result: CliResult;
  let audit: AuditJson;
  let calls: CallCounts;
  beforeAll(async () => {
    organization = await seedOrganization(server);
    const args = orgArgs(organization, "--format", "json", "--log", "run.jsonl");
    result = await runCli(["audit", ...args], { cwd: folder.dir, env: { ...server.env } });
    audit = auditJson(result);
    calls = await server.calls();
  });

  test("becomes one report over all accounts", () => {
    expect(result.code).toBe(0);
    expect(audit.coverage).toEqual({ accounts: 60, complete: 59, incomplete: 0, closed: 1 });
    const population = organization.seed.accounts?.flatMap(({ account_id: id, users = [] }) =>
      id === organization.suspendedAccountId ? [] : users,
    );
    const { population: judged } = control(audit, "user-unused");
    // The suspended account counts as one of which nothing is known.
    expect(judged).toBe((population?.length ?? 0) + 1);
  });

  test("takes at most twelve calls an account, polls aside, and says how many it took", () => {
    for (const accountId of organization.accountIds) {
      const { "iam:GetCredentialReport": gets = 0, ...others } = callsOf(calls, accountId);
      if (accountId === organization.managementAccountId) continue;
      const sum = Object.values(others).reduce((total, count) => total + count, 0);
      // AssumeRole is a call of the management account.
      expect(sum + Math.min(gets, 1) + 1).toBeLessThanOrEqual(MOST_CALLS);
    }
    expect(calls.by_action["sts:AssumeRole"]).toBe(58);
    expect(result.stderr).toContain(`Collected 60 of 60 accounts (${calls.total} calls to AWS`);
  });

  test("walks the tree by unit, and asks for no parent of an account", () => {
    expect(calls.by_action["organizations:ListParents"]).toBeUndefined();
    const perUnit = calls.by_action["organizations:ListAccountsForParent"] ?? 0;
    expect(perUnit).toBeLessThan(organization.accountIds.length / 2);
  });

  test("asks every account for its report before any is fetched", async () => {
    const log = await server.log();
    const first = (action: string) => log.findIndex((call) => call.action === action);
    const lastGenerate = log.findLastIndex((call) => call.action === "iam:GenerateCredentialReport");
    expect(first("iam:GetAccountAuthorizationDetails")).toBeGreaterThan(
      log.findIndex((call, index) => call.action === "iam:GenerateCredentialReport" && index > 40),
    );
    expect(lastGenerate).toBeLessThan(log.findLastIndex((call) => call.action === "iam:GetAccountSummary"));
  });

  test("lists the suspended account, does not try it, and says so", async () => {
    expect(calls.by_account[organization.suspendedAccountId]).toBeUndefined();
    const rows = await query<{ status: string; detail: string }>(
      `SELECT DISTINCT status, detail FROM coverage WHERE account_id = '${organization.suspendedAccountId}' AND kind = 'credential_report'`,
      folder,
    );
    expect(rows).toEqual([{ status: "closed", detail: expect.stringContaining("SUSPENDED") as string }]);
  });

  test("knows where each account lies, and what is attached where", async () => {
    const placed = await query<{ ou_path: string; n: number }>(
      "SELECT ou_path, count(*) AS n FROM accounts GROUP BY 1 ORDER BY 1",
      folder,
    );
    expect(placed.map(({ ou_path }) => ou_path)).toContain("/Workloads/Prod/Payments");
    expect(placed.reduce((sum, { n }) => sum + n, 0)).toBe(60);
    const attached = await query<{ name: string; n: number }>(
      "SELECT p.name, count(*) AS n FROM org_policies p JOIN org_policy_targets t USING (org_id, policy_id) WHERE p.name NOT LIKE 'Full%' GROUP BY 1 ORDER BY 1",
      folder,
    );
    expect(attached).toEqual([
      { name: "deny-leaving", n: 1 },
      { name: "deny-root", n: 1 },
      { name: "no-new-keys", n: 2 },
      { name: "read-only", n: 1 },
      { name: "require-mfa", n: 1 },
    ]);
  });

  test("the run's folder is gone, and only its owner can read the lake", () => {
    expect(readdirSync(join(folder.dir, ".iamspect", "collecting"))).toEqual([]);
  });

  test("the log tells of every account, and of no credential and no e-mail", () => {
    const text = readFileSync(join(folder.dir, "run.jsonl"), "utf8");
    const entries = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; account_id?: string });
    const finished = entries.filter(({ event }) => event === "account_finished");
    expect(new Set(finished.map(({ account_id }) => account_id)).size).toBe(60);
    expect(entries.at(-1)?.event).toBe("run_ended");
    for (const secret of [/@/, /A[SK]IA[A-Z0-9]/, server.env.AWS_SECRET_ACCESS_KEY ?? "no secret"]) {
      expect(text).not.toMatch(secret);
    }
  });
});

test("the number of calls does not depend on the number of users", async () => {
  const counts: number[] = [];
  for (const usersPerAccount of [1, 12]) {
    const place = scratch();
    const small = await seedOrganization(server, { accounts: 6, usersPerAccount });
    const { code } = await runCli(["collect", ...orgArgs(small)], {
      cwd: place.dir,
      env: { ...server.env },
    });
    expect(code).toBe(0);
    const { by_action: actions, total } = await server.calls();
    counts.push(total - (actions["iam:GetCredentialReport"] ?? 0));
    place.remove();
  }
  expect(counts[1]).toBe(counts[0]);
});
