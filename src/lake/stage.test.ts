import { chmod, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { checksum, publish, writeWhole } from "./files.js";
import { findStages, openStage } from "./stage.js";
import { goneOwner, makeLake, type TestLake } from "./test-lake.js";

let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

describe("opening a stage", () => {
  test("makes a private lake that git ignores, and a private folder in it", async () => {
    const stage = await openStage(join(lake.path, "deep", "er"));
    const modes = [lake.path, stage.lake, stage.folder].map(async (path) => (await stat(path)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o700]);
    expect(await readdir(stage.lake)).toEqual([
      ".gitignore",
      expect.stringMatching(/^\.staging-\d+-[0-9a-f]{8}-[0-9a-f]{8}$/),
    ]);
    await stage.discard();
    expect(await readdir(stage.lake)).toEqual([".gitignore"]);
  });

  test("twice at the same time gives two", async () => {
    const stages = await Promise.all(Array.from({ length: 8 }, () => openStage(lake.path)));
    expect(new Set(stages.map(({ folder }) => folder)).size).toBe(8);
    await Promise.all(stages.map((stage) => stage.discard()));
    expect(await readdir(lake.path)).toEqual([".gitignore"]);
  });

  test("where a file is in the way says so, and how to go on", async () => {
    await writeFile(lake.path, "");
    const error = await openStage(lake.path).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: "not_writable",
      exitCode: 1,
      fix: expect.stringContaining("--lake DIR"),
    });
    expect(String(error)).toContain(lake.path);
  });

  test("that cannot write all it must leaves nothing behind", async () => {
    await mkdir(join(lake.path, ".gitignore"), { recursive: true });
    await expect(openStage(lake.path)).rejects.toMatchObject({ code: "not_writable" });
    expect(await readdir(lake.path)).toEqual([".gitignore"]);
  });

  test.skipIf(process.getuid?.() === 0)("in a folder that is read-only says so", async () => {
    await mkdir(lake.path);
    await chmod(lake.path, 0o500);
    await expect(openStage(lake.path)).rejects.toMatchObject({ code: "not_writable", exitCode: 1 });
    await chmod(lake.path, 0o700);
    expect(await readdir(lake.path)).toEqual([]);
  });
});

test("stages of dead processes are told from those at work", async () => {
  const stage = await openStage(lake.path);
  const dead = `.staging-${await goneOwner()}`;
  await mkdir(join(lake.path, dead));
  await mkdir(join(lake.path, ".staging-x-00000000"));
  expect(await findStages(lake.path)).toEqual({
    dead: [dead],
    live: [stage.folder.slice(lake.path.length + 1)],
  });
  expect(await findStages(join(lake.path, "none"))).toEqual({ dead: [], live: [] });
});

describe("files", () => {
  test("a text file is written whole: its owner's alone, and nothing beside it", async () => {
    const file = join(lake.path, "manifests", "x.json");
    await writeWhole(file, "one");
    await writeWhole(file, "two");
    expect(await lake.tree()).toEqual(["0700 manifests", "0600 manifests/x.json"]);
    expect(await checksum(file)).toEqual({
      sha256: "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3",
      bytes: 3,
    });
  });

  test("ten writers at once leave the text of one of them", async () => {
    const file = join(lake.path, "x");
    await Promise.all(Array.from({ length: 10 }, (_, i) => writeWhole(file, String(i).repeat(5))));
    expect((await checksum(file)).bytes).toBe(5);
    expect(await readdir(lake.path)).toEqual(["x"]);
  });

  test("a text file that cannot take its place leaves nothing half-written", async () => {
    const file = join(lake.path, "x");
    await mkdir(join(file, "full"), { recursive: true });
    await expect(writeWhole(file, "text")).rejects.toMatchObject({ code: "not_writable" });
    expect(await readdir(lake.path)).toEqual(["x"]);
    expect(await readdir(file)).toEqual(["full"]);
  });

  test("a file that is not there cannot be published", async () => {
    const target = join(lake.path, "t", "x");
    await expect(publish(join(lake.path, "none"), target)).rejects.toMatchObject({ code: "not_writable" });
    expect(await readdir(dirname(target))).toEqual([]);
  });
});
