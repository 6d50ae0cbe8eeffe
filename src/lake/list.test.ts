import { chmod, mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { findSnapshot, snapshotIds } from "./list.js";
import { madeManifests } from "./made.js";
import { makeLake, type TestLake } from "./test-lake.js";

const AS_OF = 1_611_446_400;
let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

const errorOf = (id?: string) => findSnapshot(lake.path, id).catch((error: unknown) => error);

describe("the snapshots of a lake", () => {
  test("are none where there is no lake", async () => {
    expect(await snapshotIds(lake.path)).toEqual([]);
    expect(await errorOf()).toMatchObject({
      code: "no_snapshot",
      what: `The lake ${lake.path} holds no snapshot.`,
      exitCode: 2,
    });
  });

  test("are none where the place of the lake is a file", async () => {
    await writeFile(lake.path, "");
    expect(await snapshotIds(lake.path)).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)("are not said to be none where they cannot be read", async () => {
    await lake.commit(AS_OF, { a: "1" });
    await chmod(join(lake.path, "manifests"), 0);
    await expect(snapshotIds(lake.path)).rejects.toMatchObject({ code: "EACCES" });
    await chmod(join(lake.path, "manifests"), 0o700);
  });

  test("are in the order of their audit times, not of their making", async () => {
    const days = [3, 1, 2];
    const made = new Map<number, string>();
    for (const day of days) {
      made.set(day, (await lake.commit(AS_OF + day * 86_400, { a: String(day) })).snapshot_id);
    }
    expect(await snapshotIds(lake.path)).toEqual([1, 2, 3].map((day) => made.get(day)));
    expect((await findSnapshot(lake.path, undefined)).snapshot_id).toBe(made.get(3));
    expect((await findSnapshot(lake.path, made.get(2))).as_of).toBe("2021-01-26T00:00:00Z");
  });

  test("of one audit time are in the order in which they were committed", async () => {
    const ids: string[] = [];
    for (const [index, text] of ["x", "y", "z"].entries()) {
      const { snapshot_id: id } = await lake.commit(AS_OF, { a: text });
      await utimes(join(lake.path, "manifests", `${id}.json`), index, index);
      ids.push(id);
    }
    expect(await snapshotIds(lake.path)).toEqual(ids);
  });

  test("are what has a manifest of a snapshot, nothing else that lies there", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    for (const name of [
      `${id}.verdicts-v1.json`,
      `${id}.json.1234-00000000.part`,
      "notes.json",
      ".20210124T000000Z-abcdef.json",
      "20210124T000000Z-ABCDEF.json",
      "..json",
    ]) {
      await writeFile(join(lake.path, "manifests", name), "{}");
    }
    await mkdir(join(lake.path, "a", "snapshot_id=20210124T000000Z-abcdef"));
    expect(await snapshotIds(lake.path)).toEqual([id]);
  });
});

describe("a snapshot that cannot be had", () => {
  test("because nobody made it: the message says where to look", async () => {
    await lake.commit(AS_OF, { a: "1" });
    expect(await errorOf("20210124T000000Z-000000")).toMatchObject({
      code: "no_snapshot",
      what: 'The lake holds no snapshot "20210124T000000Z-000000".',
      fix: "`iamspect snapshots list` prints those it holds; latest and previous are names too.",
    });
    expect(await errorOf("../../etc/passwd")).toMatchObject({ code: "no_snapshot" });
  });

  test.each([
    ["no JSON", "{"],
    ["empty", ""],
    ["of a later version", '{"version": 2}'],
    ["of another kind", "[]"],
    [
      "with a checksum that is none",
      '{"version":1,"snapshot_id":"20210124T000000Z-abcdef","as_of":"2021-01-24T00:00:00Z","tables":{"a":{"file":"x","rows":1,"bytes":1,"sha256":"?"}},"coverage":{"accounts":1,"complete":1,"incomplete":0}}',
    ],
  ])("because its manifest is %s", async (_, text) => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    const file = join(lake.path, "manifests", `${id}.json`);
    await writeFile(file, text);
    const error = await errorOf(id);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: "corrupt_manifest",
      what: `${file} is not the manifest it should be.`,
      fix: expect.stringContaining("prune"),
    });
  });

  test("a broken manifest of verdicts is told by its name", async () => {
    const { snapshot_id: id } = await lake.commit(AS_OF, { a: "1" });
    await writeFile(join(lake.path, "manifests", `${id}.verdicts-v1.json`), "{");
    await expect(madeManifests(lake.path, id, "verdicts")).rejects.toMatchObject({
      code: "corrupt_manifest",
      what: expect.stringContaining("verdicts-v1.json"),
    });
  });
});
