import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeNewFile } from "./new-file.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "iamspect-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a new file is whole, readable only by its owner, and nothing lies beside it", async () => {
  const file = join(folder, "x.json");
  await writeNewFile(file, "text");
  expect(await readFile(file, "utf8")).toBe("text");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["x.json"]);
});

test("what is there stays, and is replaced only where that was said", async () => {
  const file = join(folder, "x.json");
  await writeFile(file, "before", { mode: 0o644 });
  await expect(writeNewFile(file, "after")).rejects.toMatchObject({ code: "EEXIST" });
  expect(await readFile(file, "utf8")).toBe("before");
  await writeNewFile(file, "after", true);
  expect(await readFile(file, "utf8")).toBe("after");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["x.json"]);
});

test("where nothing is to be replaced, overwriting writes a new file", async () => {
  await writeNewFile(join(folder, "x.json"), "text", true);
  expect(await readFile(join(folder, "x.json"), "utf8")).toBe("text");
});

test("links and folders are never replaced, nor what a link points to", async () => {
  await writeFile(join(folder, "precious"), "before");
  await symlink(join(folder, "precious"), join(folder, "link"));
  await mkdir(join(folder, "sub"));
  for (const name of ["link", "sub"]) {
    await expect(writeNewFile(join(folder, name), "after", true)).rejects.toMatchObject({ code: "EEXIST" });
  }
  expect(await readFile(join(folder, "precious"), "utf8")).toBe("before");
  expect((await lstat(join(folder, "link"))).isSymbolicLink()).toBe(true);
});

test("of several that write one name at once, one wins with all of its text", async () => {
  const file = join(folder, "x.json");
  const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(10_000));
  const results = await Promise.allSettled(texts.map((text) => writeNewFile(file, text)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(texts).toContain(await readFile(file, "utf8"));
});

test("a folder that is not there is told by the system", async () => {
  await expect(writeNewFile(join(folder, "no", "x.json"), "text")).rejects.toMatchObject({ code: "ENOENT" });
});
