import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { goneOwner } from "../../lake/test-lake.js";
import { formatTime } from "../../model/time.js";
import { RunFolder, unfinishedRuns } from "./run-folder.js";

const OPTIONS = {
  plan: { organizations: [], accounts: [] },
  report_timeout: 300,
  account_timeout: 600,
  concurrency: 20,
};
const START = 1_795_000_000;

async function lakeFolder(): Promise<string> {
  const lake = await mkdtemp(join(tmpdir(), "iamspect-run-"));
  onTestFinished(() => rm(lake, { recursive: true, force: true }));
  return lake;
}

const target = (account_id: string) => ({
  account_id,
  partition: "aws",
  session_name: "iamspect",
  membership: "organization" as const,
  assume_root: false,
  full: false,
});

test("a run is found again with its options, its audit time and its targets", async () => {
  const lake = await lakeFolder();
  const run = await RunFolder.create(lake, OPTIONS, START, START + 60);
  await run.setTargets({ organizations: [], accounts: [target("111122223333")] });
  await run.release();
  const again = await RunFolder.open(lake, undefined);
  expect(again.file).toEqual(run.file);
  expect(again.file).toMatchObject({ as_of: formatTime(START + 60), options: OPTIONS });
  expect((await stat(again.dir)).mode & 0o777).toBe(0o700);
});

test("the newest run is resumed, or the one that is named", async () => {
  const lake = await lakeFolder();
  const first = await RunFolder.create(lake, OPTIONS, START, undefined);
  const second = await RunFolder.create(lake, OPTIONS, START + 5, undefined);
  await Promise.all([first.release(), second.release()]);
  expect(await unfinishedRuns(lake)).toEqual([first.file.run_id, second.file.run_id]);
  expect((await RunFolder.open(lake, undefined)).file.run_id).toBe(second.file.run_id);
  expect((await RunFolder.open(lake, first.file.run_id)).file.run_id).toBe(first.file.run_id);
  await second.remove();
  expect(await unfinishedRuns(lake)).toEqual([first.file.run_id]);
});

test("an account is whole only when its collection.json is", async () => {
  const lake = await lakeFolder();
  const run = await RunFolder.create(lake, OPTIONS, START, undefined);
  const ids = ["111111111111", "222222222222", "333333333333"];
  await run.setTargets({ organizations: [], accounts: ids.map(target) });
  const collection = (account_id: string) =>
    JSON.stringify({
      version: 1,
      account_id,
      partition: "aws",
      collected_at: "2026-11-23T00:00:00Z",
      evidence: [],
      calls: {},
    });
  for (const [index, text] of [
    collection("111111111111"),
    collection("222222222222").slice(0, 40),
  ].entries()) {
    await mkdir(join(run.dir, ids[index] ?? ""));
    await writeFile(join(run.dir, ids[index] ?? "", "collection.json"), text);
  }
  expect(await Promise.all(ids.map((id) => run.hasAccount(id)))).toEqual([true, false, false]);
  expect(await run.evidenceFolders()).toEqual([join(run.dir, "111111111111")]);
});

test("a run whose process lives is in use; one whose process is gone is not", async () => {
  const lake = await lakeFolder();
  const run = await RunFolder.create(lake, OPTIONS, START, undefined);
  await expect(RunFolder.open(lake, undefined)).rejects.toMatchObject({ code: "run_in_use", exitCode: 1 });
  await writeFile(join(run.dir, "lock"), await goneOwner());
  expect((await RunFolder.open(lake, undefined)).file.run_id).toBe(run.file.run_id);
});

test("no run, an unknown run and a broken run are told apart", async () => {
  const lake = await lakeFolder();
  await expect(RunFolder.open(lake, undefined)).rejects.toMatchObject({ code: "no_run" });
  const run = await RunFolder.create(lake, OPTIONS, START, undefined);
  await run.release();
  await expect(RunFolder.open(lake, "../../etc")).rejects.toMatchObject({ code: "no_run" });
  await writeFile(join(run.dir, "run.json"), "{");
  await expect(RunFolder.open(lake, undefined)).rejects.toMatchObject({ code: "corrupt_run" });
  expect(await readdir(lake)).toEqual(["collecting"]);
});
