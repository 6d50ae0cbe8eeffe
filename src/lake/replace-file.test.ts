import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replace-file.js";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  file = join(folder, "exceptions.yaml");
});
afterEach(() => rm(folder, { recursive: true }));

test("a new file is made, and nothing else", async () => {
  await replaceFile(file, "text", undefined);
  expect(await readFile(file, "utf8")).toBe("text");
  expect(await readdir(folder)).toEqual(["exceptions.yaml"]);
});

test("a file keeps its mode, and a link stays one", async () => {
  const link = join(folder, "link.yaml");
  await writeFile(file, "before");
  await chmod(file, 0o640);
  await symlink(file, link);
  await replaceFile(link, "after", "before");
  expect([await readFile(file, "utf8"), (await stat(file)).mode & 0o777]).toEqual(["after", 0o640]);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test("what somebody else has written meanwhile stays", async () => {
  await writeFile(file, "theirs");
  for (const expected of ["before", undefined]) {
    await expect(replaceFile(file, "mine", expected)).rejects.toMatchObject({
      code: "file_changed",
      exitCode: 1,
    });
  }
  expect(await readFile(file, "utf8")).toBe("theirs");
  expect(await readdir(folder)).toEqual(["exceptions.yaml"]);
});

test("a folder that is not there is the person's to solve", async () => {
  const away = join(folder, "away", "exceptions.yaml");
  await expect(replaceFile(away, "text", undefined)).rejects.toMatchObject({
    code: "not_writable",
    what: `${away} cannot be written.`,
    why: expect.stringContaining("ENOENT"),
  });
});

test("another text takes the place of a file with the rights it had, and nothing stays beside it", async () => {
  await replaceFile(file, "one\n", undefined);
  await chmod(file, 0o640);
  await replaceFile(file, "two\n", "one\n");
  expect(await readFile(file, "utf8")).toBe("two\n");
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(["exceptions.yaml"]);
});

test("what a link names is replaced where it lies", async () => {
  await mkdir(join(folder, "real"));
  await writeFile(join(folder, "real", "a.yaml"), "one\n");
  await symlink(join(folder, "real", "a.yaml"), join(folder, "a.yaml"));
  await replaceFile(join(folder, "a.yaml"), "two\n", "one\n");
  expect(await readFile(join(folder, "real", "a.yaml"), "utf8")).toBe("two\n");
  expect((await readdir(folder)).sort()).toEqual(["a.yaml", "real"]);
  expect(await readdir(join(folder, "real"))).toEqual(["a.yaml"]);
});

test("says what is wrong, and leaves nothing behind", async () => {
  await mkdir(join(folder, "dir"));
  await expect(replaceFile(join(folder, "dir"), "x", undefined)).rejects.toMatchObject({
    code: "not_writable",
  });
  expect(await readdir(folder)).toEqual(["dir"]);
});
