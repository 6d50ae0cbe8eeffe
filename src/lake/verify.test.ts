import { readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeLake, type TestLake } from "./test-lake.js";
import { verifySnapshot } from "./verify.js";

const AS_OF = 1_611_446_400;
let lake: TestLake;
let id: string;
let file: string;
beforeEach(async () => {
  lake = await makeLake();
  const manifest = await lake.commit(AS_OF, { accounts: "account", iam_users: "users of it" });
  id = manifest.snapshot_id;
  file = join(lake.path, String(manifest.tables.iam_users?.file));
});
afterEach(() => lake.remove());

test("a snapshot that nobody touched is whole", async () => {
  expect(await verifySnapshot(lake.path, id)).toEqual({ snapshotId: id, files: 2, problems: [] });
});

test("one changed byte is found, although the size is the same", async () => {
  const bytes = await readFile(file);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await writeFile(file, bytes);
  expect((await verifySnapshot(lake.path, id)).problems).toEqual([`${file} was changed.`]);
});

test("a file that was cut off is found", async () => {
  await truncate(file, 4);
  expect((await verifySnapshot(lake.path, id)).problems).toEqual([`${file} was changed.`]);
});

test("a file that is gone is found, and the others are still looked at", async () => {
  await rm(file);
  const other = file.replace("iam_users", "accounts");
  await writeFile(other, "other");
  expect((await verifySnapshot(lake.path, id)).problems).toEqual([
    `${other} was changed.`,
    `${file} is missing.`,
  ]);
});

test("a broken manifest is a problem of that snapshot, not the end of verifying", async () => {
  await writeFile(join(lake.path, "manifests", `${id}.json`), "{");
  expect((await verifySnapshot(lake.path, id)).problems).toEqual([
    `${join(lake.path, "manifests", `${id}.json`)} is not the manifest it should be.`,
  ]);
});

test("a snapshot that is not there cannot be verified", async () => {
  await expect(verifySnapshot(lake.path, "20210124T000000Z-000000")).rejects.toMatchObject({
    code: "no_snapshot",
  });
});
