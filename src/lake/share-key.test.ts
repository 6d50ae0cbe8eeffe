import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planPrune } from "./prune.js";
import { freshShareIds, shareIds } from "./share-key.js";
import { makeLake, type TestLake } from "./test-lake.js";

let lake: TestLake;
let other: TestLake;
beforeAll(async () => {
  [lake, other] = await Promise.all([makeLake(), makeLake()]);
});
afterAll(() => Promise.all([lake.remove(), other.remove()]));

test("an organization has one id in a lake, another in another, and none that tells its name", async () => {
  const [ids, again, elsewhere] = [
    await shareIds(lake.path),
    await shareIds(lake.path),
    await shareIds(other.path),
  ];
  expect(ids("o-a1b2c3d4e5")).toMatch(/^[0-9a-f]{32}$/);
  expect(again("o-a1b2c3d4e5")).toBe(ids("o-a1b2c3d4e5"));
  expect(new Set([ids("o-a1b2c3d4e5"), ids("o-other"), ids(""), elsewhere("o-a1b2c3d4e5")]).size).toBe(4);
});

test("several that start at once use one key", async () => {
  const fresh = await makeLake();
  const ids = await Promise.all(Array.from({ length: 8 }, () => shareIds(fresh.path)));
  expect(new Set(ids.map((one) => one("o-x"))).size).toBe(1);
  await fresh.remove();
});

test("the key is readable only by its owner, and stays when the lake is pruned", async () => {
  await shareIds(lake.path);
  const file = join(lake.path, "share-key");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await planPrune(lake.path, 0)).toEqual({ snapshots: [], leftovers: [] });
});

test("fresh ids are new every time", () => {
  expect(freshShareIds()("o-x")).not.toBe(freshShareIds()("o-x"));
});

test("a key that is none is not replaced silently: other ids would look like other organizations", async () => {
  const file = join(other.path, "share-key");
  await writeFile(file, "torn");
  await expect(shareIds(other.path)).rejects.toMatchObject({ code: "bad_share_key", exitCode: 1 });
  expect(await readFile(file, "utf8")).toBe("torn");
});
