import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { BIN, type CliResult, runCli, scratch } from "./run-cli.js";

const FILES = fileURLToPath(new URL("fixtures/ten-users", import.meta.url));
const ROUNDS = 40;

let folder: ReturnType<typeof scratch>;
let demo: DemoFolder;
beforeAll(async () => {
  folder = scratch();
  demo = await demoFolder();
  await fine(folder.dir, "audit", ...source(0));
});
afterAll(() => {
  folder?.remove();
  demo?.remove();
});

/** The same files at another audit time, which is another snapshot. */
const source = (round: number) => [
  FILES,
  "--standalone",
  "all",
  "--as-of",
  new Date(Date.UTC(2024, 6, 1 + round)).toISOString().replace(".000", ""),
];

async function fine(cwd: string, ...args: string[]): Promise<CliResult> {
  const result = await runCli(args, { cwd });
  expect({ args, ...result }).toMatchObject({ code: 0 });
  expect(result.stderr).not.toContain("bug in iamspect");
  return result;
}

/** Kills a run at a random moment of the time that it takes; tells whether it was still at work. */
async function kill(cwd: string, milliseconds: number, ...args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd, stdio: "ignore" });
  const exit = once(child, "exit");
  await Promise.race([sleep(milliseconds * (0.2 + Math.random())), exit]);
  child.kill("SIGKILL");
  const [, signal] = await exit;
  return signal === "SIGKILL";
}

interface Killed {
  readonly cwd: string;
  readonly args: (round: number) => readonly string[];
  /** What goes before each kill. */
  readonly before?: (round: number) => Promise<unknown>;
  /** The run that must succeed afterwards: the same one, where nothing else is said. */
  readonly after?: (round: number) => readonly string[];
  readonly lake: readonly string[];
}

async function rounds({ cwd, args, before, after = args, lake }: Killed): Promise<void> {
  await before?.(0);
  const start = performance.now();
  await fine(cwd, ...args(0));
  const usual = performance.now() - start;
  let interrupted = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    await before?.(round);
    interrupted += Number(await kill(cwd, usual, ...args(round)));
    await fine(cwd, ...after(round));
    await fine(cwd, "snapshots", "verify", ...lake);
  }
  // Else the kills came when all was done and show nothing.
  expect(interrupted).toBeGreaterThan(ROUNDS / 10);
  await expectClean(cwd, lake);
}

/** One pruning removes all that the kills left behind; beside the lake they left nothing at all. */
async function expectClean(cwd: string, lake: readonly string[]): Promise<void> {
  await fine(cwd, "snapshots", "prune", "--keep", "2", "--yes", ...lake);
  const { stdout } = await fine(cwd, "snapshots", "prune", "--keep", "2", "--format", "json", ...lake);
  expect(JSON.parse(stdout)).toEqual([]);
  await fine(cwd, "snapshots", "verify", ...lake);
  const names = readdirSync(cwd, { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => /\.(staging|lock)-|\.part$/.test(name))).toEqual([]);
}

describe(`${5 * ROUNDS} kills at random moments, each followed by a run that succeeds and a lake that is whole`, () => {
  test.each(["audit", "collect"])("%s", { timeout: 0 }, async (command) => {
    await rounds({ cwd: folder.dir, args: (round) => [command, ...source(round)], lake: [] });
  });

  test("snapshots prune", { timeout: 0 }, async () => {
    await rounds({
      cwd: folder.dir,
      before: (round) => fine(folder.dir, "audit", ...source(100 + round)),
      args: () => ["snapshots", "prune", "--keep", "1", "--yes"],
      lake: [],
    });
  });

  test("exceptions add", { timeout: 0 }, async () => {
    const add = (id: string) =>
      `exceptions add --control user-key-rotation --force --subject arn:aws:iam::111122223333:user/${id} --owner a@example.com --reason r --approved-by ciso --expires 2025-06-30 --id ${id}`.split(
        " ",
      );
    await fine(folder.dir, "audit", ...source(0));
    await rounds({
      cwd: folder.dir,
      args: (round) => add(`killed-${round}`),
      after: (round) => add(`after-${round}`),
      lake: [],
    });
    const { stdout } = await fine(folder.dir, "exceptions", "list", "--format", "json");
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith("after-")).length).toBe(ROUNDS);
  });

  test("tune --write", { timeout: 0 }, async () => {
    const config = join(demo.dir, "iamspect.yaml");
    await rounds({
      cwd: demo.dir,
      before: async () => rmSync(config, { force: true }),
      args: () => ["tune", "--demo", "--write", "--yes"],
      lake: ["--demo"],
    });
  });
});
