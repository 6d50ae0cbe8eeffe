import { createHash } from "node:crypto";
import { mkdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commitMade, commitSnapshot, stagedSnapshot } from "./commit.js";
import { findSnapshot, snapshotIds } from "./list.js";
import { findMade } from "./made.js";
import { openStage } from "./stage.js";
import { makeLake, type TestLake } from "./test-lake.js";
import { verifySnapshot } from "./verify.js";

const AS_OF = 1_611_446_400;
const COVERAGE = { accounts: 1, complete: 1, incomplete: 0 };
let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

describe("a committed snapshot", () => {
  test("is called by its audit time and its content", async () => {
    const { snapshot_id: id, as_of } = await lake.commit(AS_OF, { iam_users: "a" });
    expect(as_of).toBe("2021-01-24T00:00:00Z");
    expect(id).toMatch(/^20210124T000000Z-[0-9a-f]{6}$/);
    expect(await snapshotIds(lake.path)).toEqual([id]);
  });

  test("can be read by its owner only, is ignored by git, and leaves no stage behind", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { accounts: "a", iam_users: "u" });
    expect(await lake.tree()).toEqual([
      "0600 .gitignore",
      "0700 accounts",
      `0700 accounts/snapshot_id=${id}`,
      `0600 accounts/snapshot_id=${id}/part-00000.parquet`,
      "0700 iam_users",
      `0700 iam_users/snapshot_id=${id}`,
      `0600 iam_users/snapshot_id=${id}/part-00000.parquet`,
      "0700 manifests",
      `0600 manifests/${id}.json`,
    ]);
    expect(await readFile(join(lake.path, ".gitignore"), "utf8")).toBe("*\n");
  });

  test("says of each table where it is, how many rows, how many bytes and which", async () => {
    const manifest = await lake.commit(AS_OF, { iam_users: "users" });
    expect(manifest.tables).toEqual({
      iam_users: {
        file: `iam_users/snapshot_id=${manifest.snapshot_id}/part-00000.parquet`,
        rows: 1,
        bytes: 5,
        sha256: createHash("sha256").update("users").digest("hex"),
      },
    });
    expect(await findSnapshot(lake.path, undefined)).toEqual(manifest);
  });
});

describe("the same content", () => {
  test("twice is the same snapshot, whatever the order of its tables", async () => {
    const first = await lake.commit(AS_OF, { a: "1", b: "2" });
    const again = await lake.commit(AS_OF, { b: "2", a: "1" });
    expect(again.snapshot_id).toBe(first.snapshot_id);
    expect(await snapshotIds(lake.path)).toEqual([first.snapshot_id]);
    expect((await verifySnapshot(lake.path, first.snapshot_id)).problems).toEqual([]);
  });

  test("in another lake has the same id, other content or another time another one", async () => {
    const other = await makeLake();
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1", b: "2" });
    expect((await other.commit(AS_OF, { a: "1", b: "2" })).snapshot_id).toBe(id);
    await other.remove();
    const ids = [
      id,
      (await lake.commit(AS_OF, { a: "2", b: "1" })).snapshot_id,
      (await lake.commit(AS_OF, { a: "1" })).snapshot_id,
      (await lake.commit(AS_OF + 1, { a: "1", b: "2" })).snapshot_id,
    ];
    expect(new Set(ids).size).toBe(4);
  });

  test("committed again is the newest of its audit time", async () => {
    const first = await lake.commit(AS_OF, { a: "1" });
    const second = await lake.commit(AS_OF, { a: "2" });
    expect((await findSnapshot(lake.path, undefined)).snapshot_id).toBe(second.snapshot_id);
    await lake.commit(AS_OF, { a: "1" });
    expect((await findSnapshot(lake.path, undefined)).snapshot_id).toBe(first.snapshot_id);
  });

  test.each(["truncated", "removed", "changed", "without a manifest", "with a broken manifest"])(
    "committed again makes a snapshot whole that was %s",
    async (harm) => {
      const { snapshot_id: id, tables } = await lake.commit(AS_OF, { a: "content", b: "more" });
      const file = join(lake.path, String(tables.a?.file));
      const manifest = join(lake.path, "manifests", `${id}.json`);
      if (harm === "truncated") await truncate(file, 3);
      if (harm === "removed") await rm(file);
      if (harm === "changed") await writeFile(file, "kontent");
      if (harm === "without a manifest") await rm(manifest);
      if (harm === "with a broken manifest") await writeFile(manifest, "{");
      await lake.commit(AS_OF, { a: "content", b: "more" });
      expect(await verifySnapshot(lake.path, id)).toEqual({ snapshotId: id, files: 2, problems: [] });
    },
  );
});

test("what would be a snapshot can be looked at before it is one", async () => {
  const stage = await openStage(lake.path);
  await writeFile(stage.tableFile("a"), "1");
  const staged = await stagedSnapshot(stage, AS_OF, [{ name: "a", rows: 1 }], COVERAGE);
  expect(await snapshotIds(lake.path)).toEqual([]);
  expect(await readFile(join(lake.path, String(staged.tables.a?.file)), "utf8")).toBe("1");
  const committed = await commitSnapshot(stage, AS_OF, [{ name: "a", rows: 1 }], COVERAGE);
  expect(committed.snapshot_id).toBe(staged.snapshot_id);
  await stage.discard();
});

test("a snapshot that could not be moved into place is not there", async () => {
  const stage = await openStage(lake.path);
  for (const name of ["a", "b"]) await writeFile(stage.tableFile(name), name);
  const tables = [
    { name: "a", rows: 1 },
    { name: "b", rows: 1 },
  ];
  // A file where the folder of the second table should be.
  await writeFile(join(lake.path, "b"), "");
  await expect(commitSnapshot(stage, AS_OF, tables, COVERAGE)).rejects.toMatchObject({
    code: "not_writable",
    exitCode: 1,
  });
  expect(await snapshotIds(lake.path)).toEqual([]);
  await rm(join(lake.path, "b"));
  const again = await lake.commit(AS_OF, { a: "a", b: "b" });
  expect((await verifySnapshot(lake.path, again.snapshot_id)).problems).toEqual([]);
  await stage.discard();
});

describe("verdicts", () => {
  test("lie under their snapshot and version, and are verified with it", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    const stage = await openStage(lake.path);
    await writeFile(stage.tableFile("verdicts"), "found");
    const made = await commitMade(stage, id, "verdicts", "v1", [{ name: "verdicts", rows: 7 }]);
    const file = join(lake.path, String(made.tables.verdicts?.file));
    await stage.discard();
    expect(file).toBe(join(lake.path, "verdicts", `snapshot_id=${id}`, "version=v1", "part-00000.parquet"));
    expect(await findMade(lake.path, id, "verdicts", "v1")).toMatchObject({
      snapshot_id: id,
      made_version: "v1",
      tables: { verdicts: { rows: 7, bytes: 5 } },
    });
    expect(await findMade(lake.path, id, "verdicts", "v2")).toBeUndefined();
    expect(await verifySnapshot(lake.path, id)).toEqual({ snapshotId: id, files: 2, problems: [] });
    await writeFile(file, "f0und");
    expect((await verifySnapshot(lake.path, id)).problems).toEqual([`${file} was changed.`]);
    expect((await lake.tree()).filter((line) => line.includes("verdicts"))).toEqual([
      `0600 manifests/${id}.verdicts-v1.json`,
      "0700 verdicts",
      `0700 verdicts/snapshot_id=${id}`,
      `0700 verdicts/snapshot_id=${id}/version=v1`,
      `0600 verdicts/snapshot_id=${id}/version=v1/part-00000.parquet`,
    ]);
  });

  test("of a lake without any are none", async () => {
    await mkdir(lake.path, { recursive: true });
    expect(await findMade(lake.path, "20210124T000000Z-000000", "derived", "v1")).toBeUndefined();
  });
});
