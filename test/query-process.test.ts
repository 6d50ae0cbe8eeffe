import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_OF, REPORT } from "./report-fixture.js";
import { BIN, runCli, scratch } from "./run-cli.js";

let cwd: string;
let remove: () => void;
beforeAll(async () => {
  ({ dir: cwd, remove } = scratch());
  writeFileSync(join(cwd, "report.csv"), REPORT);
  await runCli(["audit", "report.csv", "--standalone", "all", ...AS_OF], { cwd });
});
afterAll(() => remove());

const ENDLESS = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3";

function children(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    // A process that nobody has waited for yet is none any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test.runIf(process.platform === "linux").each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "a query ends with whoever asked, when that ends by %s",
  async (signal) => {
    const parent = spawn(process.execPath, [BIN, "query", ENDLESS], { cwd, stdio: "ignore" });
    const pid = parent.pid ?? 0;
    await expect.poll(() => children(pid).length, { timeout: 60_000 }).toBe(1);
    const [child = 0] = children(pid);
    expect(isRunning(child)).toBe(true);
    const exit = once(parent, "exit");
    parent.kill(signal);
    await exit;
    await expect.poll(() => isRunning(child), { timeout: 60_000 }).toBe(false);
  },
);

test
  .runIf(process.platform === "linux")
  .each([
    "SELECT len(range(500000000)) AS n",
    "SELECT list_sort(list_transform(range(100000000), x -> -x))[1] AS n",
    "SELECT max(len(r)) AS n FROM (SELECT range(20000000 + i) AS r FROM range(200) t(i))",
  ])("a query gets no more memory than it may have: %s", async (sql) => {
  const { code, stderr } = await runCli(["query", sql], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/Out of Memory|too much memory/)]);
});
