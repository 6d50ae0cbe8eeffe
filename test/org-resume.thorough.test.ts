import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SeededOrganization } from "./aws/organization.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import {
  callsOf,
  onlyManifest,
  orgArgs,
  type Place,
  query,
  seedOrganization,
  startCli,
  untilWhole,
  wholeAccounts,
} from "./org-support.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

let server: AwsServer;
let organization: SeededOrganization;
let undisturbed: ReturnType<typeof onlyManifest>;
let folder: ReturnType<typeof scratch>;
let place: Place;

/** So slow that a run can be met in the middle of it. */
const SLOW_MS = 40;

beforeAll(async () => {
  server = await startAwsServer();
  organization = await seedOrganization(server);
  const calm = scratch();
  await collect({ dir: calm.dir, env: { ...server.env } }, ...orgArgs(organization));
  undisturbed = onlyManifest(calm.dir);
  calm.remove();
});
afterAll(() => server?.stop());

beforeEach(async () => {
  // Seeded anew: an earlier run must not have left a report that is ready.
  organization = await seedOrganization(server);
  await server.settings({ latency_ms: SLOW_MS });
  folder = scratch();
  place = { dir: folder.dir, env: { ...server.env } };
});
afterEach(() => folder.remove());

function collect({ dir, env }: Place, ...args: string[]): Promise<CliResult> {
  return runCli(["collect", ...args], { cwd: dir, env });
}

/** Begins a run and lets it go on until so many accounts are whole. */
async function begin(accounts: number, ...args: string[]) {
  const run = startCli(["collect", ...orgArgs(organization), ...args], place);
  await untilWhole(run, folder.dir, accounts);
  return run;
}

async function resume(...args: string[]): Promise<CliResult> {
  await server.settings({ latency_ms: 0 });
  return await collect(place, "--org", "--resume", ...args);
}

/** The accounts that were asked anything since the counts were taken. */
async function askedSince(before: Awaited<ReturnType<AwsServer["calls"]>>): Promise<string[]> {
  const { by_account: after } = await server.calls();
  return Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(callsOf(before, id)));
}

describe("a run that was cut off", () => {
  test("by kill -9 is resumed to the same snapshot, and asks no finished account again", async () => {
    const run = await begin(15);
    run.child.kill("SIGKILL");
    expect((await run.ended).signal).toBe("SIGKILL");
    const whole = wholeAccounts(folder.dir);
    expect(whole.length).toBeGreaterThanOrEqual(15);
    expect(whole.length).toBeLessThan(60);
    const before = await server.calls();
    const { code } = await resume();
    expect(code).toBe(0);
    expect(onlyManifest(folder.dir)).toEqual(undisturbed);
    const asked = new Set(await askedSince(before));
    asked.delete(organization.managementAccountId);
    expect(whole.filter((id) => asked.has(id))).toEqual([]);
    expect(asked.size).toBeGreaterThan(0);
    expect(readdirSync(join(folder.dir, ".iamspect", "collecting"))).toEqual([]);
  });

  test("twice is resumed all the same", async () => {
    for (const accounts of [5, 25]) {
      const run = accounts === 5 ? await begin(accounts) : startCli(["collect", "--org", "--resume"], place);
      await untilWhole(run, folder.dir, accounts);
      run.child.kill("SIGKILL");
      await run.ended;
    }
    expect((await resume()).code).toBe(0);
    expect(onlyManifest(folder.dir)).toEqual(undisturbed);
  });

  test("before anything was found begins at the beginning", async () => {
    const run = startCli(["collect", ...orgArgs(organization)], place);
    const runs = join(folder.dir, ".iamspect", "collecting");
    while (!readdirSync(folder.dir).includes(".iamspect") || !(await hasRun(runs))) await pause(5);
    run.child.kill("SIGKILL");
    await run.ended;
    const resumed = await resume();
    expect(resumed.code).toBe(0);
    expect(onlyManifest(folder.dir)).toEqual(undisturbed);
  });

  test("by Ctrl-C keeps what is whole, says how to resume, and makes no snapshot", async () => {
    const run = await begin(10);
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/stopped: \d+ of 60 accounts are whole/);
    const [, hint] = /`iamspect (.*?)`/.exec(stderr) ?? [];
    expect(hint).toMatch(/^audit --org --resume \d{8}T\d{6}Z-[0-9a-f]{6}$/);
    expect(readdirSync(join(folder.dir, ".iamspect"))).not.toContain("manifests");
    const whole = wholeAccounts(folder.dir);
    const before = await server.calls();
    await server.settings({ latency_ms: 0 });
    const resumed = await runCli((hint ?? "").split(" "), { cwd: folder.dir, env: place.env });
    expect(resumed.code).toBe(0);
    expect(onlyManifest(folder.dir).snapshot_id).toBe(undisturbed.snapshot_id);
    const asked = await askedSince(before);
    expect(whole.filter((id) => asked.includes(id) && id !== organization.managementAccountId)).toEqual([]);
  });

  test("by a second Ctrl-C ends at once, even when AWS hangs", async () => {
    await server.faults([{ kind: "timeout", action: "iam:GetAccountSummary" }]);
    const run = startCli(["collect", ...orgArgs(organization)], place);
    while (((await server.calls()).by_action["iam:GetAccountSummary"] ?? 0) === 0) await pause(20);
    run.child.kill("SIGINT");
    await pause(300);
    expect(run.child.exitCode).toBeNull();
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
  });

  test("by credentials that expired says so, stops, and is resumed with new ones", async () => {
    await server.faults([{ kind: "expired_credentials", after: 250 }]);
    const { code, stderr } = await collect(place, ...orgArgs(organization));
    expect(code).toBe(1);
    expect(stderr).toMatch(/expired/);
    expect(stderr).toMatch(/--resume \d{8}T/);
    const { total } = await server.calls();
    // What is under way is finished, at most twenty accounts; the others are not asked just to hear the same.
    expect(total).toBeLessThan(250 + 20 * 12);
    await server.faults([]);
    expect((await resume()).code).toBe(0);
    expect(onlyManifest(folder.dir)).toEqual(undisturbed);
  });

  test("can be committed as it is, marked so, and still be finished later", async () => {
    const run = await begin(20);
    run.child.kill("SIGKILL");
    await run.ended;
    const whole = wholeAccounts(folder.dir).length;
    const before = await server.calls();
    const { code } = await resume("--partial");
    expect(code).toBe(0);
    expect((await server.calls()).total).toBe(before.total);
    expect(onlyManifest(folder.dir).partial).toBe(true);
    const rows = await query<{ status: string; n: number }>(
      "SELECT status, count(*) AS n FROM coverage WHERE kind = 'credential_report' GROUP BY 1 ORDER BY 1",
      folder,
    );
    const ok = rows.find(({ status }) => status === "ok")?.n ?? 0;
    expect(ok).toBeGreaterThan(0);
    expect(ok).toBeLessThanOrEqual(whole);
    expect(rows.map(({ status }) => status)).toEqual(["closed", "not_collected", "ok"]);
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(60);
    expect((await resume()).code).toBe(0);
    const { stdout } = await runCli(["snapshots", "list"], { cwd: folder.dir });
    expect(stdout).toContain(undisturbed.snapshot_id);
  });
});

test("a run that ends by Ctrl-C with --partial is committed at once", async () => {
  const run = await begin(10, "--partial");
  run.child.kill("SIGINT");
  const { code } = await run.ended;
  expect(code).toBe(0);
  expect(onlyManifest(folder.dir).partial).toBe(true);
});

test("what lies in an unfinished run holds no e-mail address and no credential", async () => {
  const run = await begin(10);
  run.child.kill("SIGKILL");
  await run.ended;
  const runs = join(folder.dir, ".iamspect", "collecting");
  const files = readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  expect(files.some((name) => name.endsWith("list-accounts.json"))).toBe(true);
  for (const name of files) {
    const text = readFileSync(join(runs, name), "utf8");
    expect(text, name).not.toMatch(
      /"(Email|MasterAccountEmail|SecretAccessKey|SessionToken)"|ASIA[A-Z0-9]{12}/,
    );
  }
});

test("only one process at a time works on a run", async () => {
  const run = await begin(3);
  const second = await collect(place, "--org", "--resume");
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining("another process")]);
  run.child.kill("SIGKILL");
  await run.ended;
});

test("without an unfinished run there is nothing to resume", async () => {
  const { code, stderr } = await collect(place, "--org", "--resume");
  expect([code, stderr]).toEqual([2, expect.stringContaining("no unfinished run")]);
});

test("a run keeps its audit time", async () => {
  const run = await begin(3);
  run.child.kill("SIGKILL");
  await run.ended;
  const { code, stderr } = await resume("--as-of", "2026-11-20");
  expect([code, stderr]).toEqual([2, expect.stringContaining("2026-11-23T00:00:00Z")]);
});

async function hasRun(runs: string): Promise<boolean> {
  try {
    return readdirSync(runs).some((run) => readdirSync(join(runs, run)).includes("run.json"));
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
