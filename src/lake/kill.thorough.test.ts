import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { snapshotIds } from "./list.js";
import { planPrune, prune } from "./prune.js";
import { makeLake } from "./test-lake.js";
import { compileProgram } from "./test-program.js";
import { verifySnapshot } from "./verify.js";

/** Commits one snapshot of four tables after the other, until it is killed. */
const COMMITTER = `
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { commitSnapshot } from "./lake/commit.js";
import { openStage } from "./lake/stage.js";
const names = ["accounts", "coverage", "iam_users", "root_users"];
for (let at = 0; ; at += 1) {
  const stage = await openStage(process.argv[2]);
  for (const name of names) await writeFile(stage.tableFile(name), randomBytes(50_000));
  const tables = names.map((name) => ({ name, rows: 1 }));
  await commitSnapshot(stage, at, tables, { accounts: 1, complete: 1, incomplete: 0 });
  await stage.discard();
  if (at === 0) process.stdout.write("ready");
}
`;

let folder: string;
let program: string;
beforeAll(async () => {
  ({ folder, program } = await compileProgram(COMMITTER));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("kill -9 at any moment leaves a lake of whole snapshots, and pruning removes the rest", async () => {
  const lake = await makeLake();
  let interrupted = 0;
  for (let round = 0; round < 24; round += 1) {
    const child = spawn(process.execPath, [program, lake.path], { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    await Promise.race([once(child.stdout, "data"), exit]);
    await sleep(Math.random() * 150);
    child.kill("SIGKILL");
    expect(await exit).toEqual([null, "SIGKILL"]);

    const ids = await snapshotIds(lake.path);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids)
      expect(await verifySnapshot(lake.path, id)).toMatchObject({ files: 4, problems: [] });

    const plan = await planPrune(lake.path, 2);
    interrupted += plan.leftovers.length > 0 ? 1 : 0;
    await prune(lake.path, plan);
    await expectOnly(lake.path, ids.slice(-2));
  }
  // Else the kills never came in the midst of a commit and show nothing.
  expect(interrupted).toBeGreaterThan(5);
  await lake.remove();
});

/** The lake holds the files of these snapshots and nothing else. */
async function expectOnly(lake: string, ids: readonly string[]): Promise<void> {
  expect((await readdir(lake)).sort()).toEqual([
    ".gitignore",
    "accounts",
    "coverage",
    "iam_users",
    "manifests",
    "root_users",
  ]);
  const wanted = [...ids].sort();
  expect((await readdir(join(lake, "manifests"))).sort()).toEqual(wanted.map((id) => `${id}.json`));
  for (const table of ["accounts", "coverage", "iam_users", "root_users"]) {
    expect((await readdir(join(lake, table))).sort()).toEqual(wanted.map((id) => `snapshot_id=${id}`));
  }
}
