import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLocks, withLock } from "./lock.js";
import { goneOwner, makeLake, type TestLake } from "./test-lake.js";

let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

test("of many at once each has its turn, alone, and nothing stays behind", async () => {
  let inside = 0;
  const most = await Promise.all(
    Array.from({ length: 12 }, async () => {
      return await withLock(lake.path, async () => {
        inside += 1;
        const seen = inside;
        await sleep(5);
        inside -= 1;
        return seen;
      });
    }),
  );
  expect(most).toEqual(Array.from({ length: 12 }, () => 1));
  expect(await readdir(lake.path)).toEqual([]);
});

test("what goes wrong under a lock gives it back", async () => {
  await expect(withLock(lake.path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withLock(lake.path, async () => 1)).toBe(1);
});

test("a lock that a kill left behind keeps nobody waiting", async () => {
  await withLock(lake.path, async () => {});
  const [here, elsewhere] = [`.lock-${await goneOwner()}`, ".lock-1-00000000-00000000"];
  for (const name of [here, elsewhere]) await writeFile(join(lake.path, name), "");
  await utimes(join(lake.path, elsewhere), 1, 1);
  expect(await withLock(lake.path, async () => 1)).toBe(1);
  expect((await findLocks(lake.path)).dead.sort()).toEqual([elsewhere, here].sort());
});

test("a lock of another container is waited for", async () => {
  await withLock(lake.path, async () => {});
  const elsewhere = join(lake.path, ".lock-1-00000000-00000000");
  await writeFile(elsewhere, "");
  let had = false;
  const waiting = withLock(lake.path, async () => {
    had = true;
  });
  await sleep(200);
  expect(had).toBe(false);
  await utimes(elsewhere, 1, 1);
  await waiting;
  expect(had).toBe(true);
});
