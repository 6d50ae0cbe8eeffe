import { execFile } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { snapshotIds } from "../../lake/list.js";
import { makeLake } from "../../lake/test-lake.js";
import { compileProgram } from "../../lake/test-program.js";
import { verifySnapshot } from "../../lake/verify.js";
import { csv, key, root, user } from "./test-report.js";

/** Reads a folder into a lake and prints what came of it, as `withStage` of the command line does. */
const COLLECTOR = `
import { collectFiles } from "./collect/files/index.js";
import { expandSources } from "./collect/files/sources.js";
import { openDuckDB } from "./engine/duckdb/open.js";
import { openStage } from "./lake/stage.js";
const [, , folder, lake] = process.argv;
let stage;
try {
  stage = await openStage(lake);
  const engine = await openDuckDB({ threads: 1, tempDir: stage.folder + "/spill" });
  const files = await expandSources([folder]);
  await collectFiles(engine, stage, { files, asOf: 1795392000, now: () => 1795392000, standalone: [] });
  console.log(JSON.stringify({ code: "none" }));
} catch ({ name, code, what, why, fix, exitCode, message }) {
  console.log(JSON.stringify({ name, code, what, why, fix, exitCode, message }));
} finally {
  await stage?.discard();
}
`;

/** Many users, no two of which compress alike. */
const users = Array.from({ length: 2000 }, (_, i) =>
  user(
    `user-${(i * 2_654_435_761) % 4_294_967_296}`,
    key(1, `2020-01-01T00:${i % 60}`.padEnd(16, "0").concat(":00Z")),
  ),
);

let compiled: { folder: string; program: string };
beforeAll(async () => {
  compiled = await compileProgram(COLLECTOR);
});
afterAll(() => rm(compiled.folder, { recursive: true, force: true }));

/** No file of the program can grow beyond so many blocks of 512 bytes: the disk is full, as far as it can tell. */
async function collect(folder: string, lake: string, blocks: number): Promise<Record<string, unknown>> {
  const limited = 'ulimit -f "$0" && exec "$@"';
  const command = ["-c", limited, String(blocks), process.execPath, compiled.program, folder, lake];
  const { stdout } = await promisify(execFile)("/bin/sh", command);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe.skipIf(process.platform === "win32")("a disk that is full", () => {
  test.each([
    [
      "while small reports are gathered",
      Array.from({ length: 20 }, (_, i) => users.slice(i * 100, i * 100 + 100)),
      64,
    ],
    ["while reports with quotes are split", [[user('a "quoted", name'), ...users.slice(0, 300)]], 64],
    ["before anything could be written", [[user("ann")]], 0],
  ])("%s is said, and leaves no half-written snapshot", async (_, reports, blocks) => {
    const lake = await makeLake();
    const folder = join(lake.path, "..", "in");
    await mkdir(folder);
    for (const [index, rows] of reports.entries()) {
      await writeFile(join(folder, `${index}.csv`), csv([root(), ...rows]));
    }
    expect(await collect(folder, lake.path, blocks)).toMatchObject({
      name: "UserError",
      code: "disk_full",
      exitCode: 1,
      fix: expect.stringContaining("--lake DIR"),
    });
    expect(await snapshotIds(lake.path)).toEqual([]);
    const left = await readdir(lake.path);
    expect(left.filter((name) => name.startsWith(".staging") || name.endsWith(".part"))).toEqual([]);
    await lake.remove();
  });

  test("and with room again the same command makes the snapshot", async () => {
    const lake = await makeLake();
    const file = join(lake.path, "..", "report.csv");
    await writeFile(file, csv([root(), ...users]));
    expect(await collect(file, lake.path, 40)).toMatchObject({ code: "disk_full" });
    expect(await collect(file, lake.path, 1_000_000)).toEqual({ code: "none" });
    const [id = ""] = await snapshotIds(lake.path);
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([]);
    await lake.remove();
  });
});
