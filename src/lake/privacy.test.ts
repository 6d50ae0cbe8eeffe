import { chmod, chown, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePrivate, openToOthers } from "./privacy.js";
import { makeLake, type TestLake } from "./test-lake.js";

let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

const mode = async (path: string) => (await stat(path)).mode & 0o777;

test("a lake that only its owner writes stays as it is, whoever may read it; one that is not there is none", async () => {
  expect(await makePrivate(lake.path)).toEqual([]);
  await lake.commit(0, { a: "1" });
  await chmod(lake.path, 0o755);
  expect(await makePrivate(lake.path)).toEqual([]);
  expect(await mode(lake.path)).toBe(0o755);
});

test.each([0o777, 0o770, 0o702])("a lake of mode %o is made its owner's alone", async (open) => {
  await lake.commit(0, { a: "1" });
  const manifests = join(lake.path, "manifests");
  for (const folder of [lake.path, manifests]) await chmod(folder, open);
  expect(await makePrivate(lake.path)).toEqual([lake.path, manifests]);
  expect([await mode(lake.path), await mode(manifests)]).toEqual([0o700, 0o700]);
  expect(await openToOthers(lake.path)).toEqual([]);
});

test("an empty folder that others can write becomes a private lake", async () => {
  await mkdir(lake.path);
  await chmod(lake.path, 0o777);
  expect(await makePrivate(lake.path)).toEqual([lake.path]);
});

test("a folder of other things is refused and stays as it is", async () => {
  await mkdir(lake.path);
  await writeFile(join(lake.path, "letter.txt"), "");
  await chmod(lake.path, 0o777);
  await expect(makePrivate(lake.path)).rejects.toMatchObject({
    code: "lake_not_private",
    why: expect.stringContaining("other things"),
  });
  expect(await mode(lake.path)).toBe(0o777);
});

test.runIf(process.getuid?.() === 0)("somebody else's lake is refused", async () => {
  await lake.commit(0, { a: "1" });
  await chown(lake.path, 12_345, 12_345);
  await chmod(lake.path, 0o777);
  await expect(makePrivate(lake.path)).rejects.toMatchObject({
    code: "lake_not_private",
    why: expect.stringContaining("somebody else"),
  });
});
