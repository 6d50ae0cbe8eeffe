import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replace-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iamspect-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("makes a file, and puts another text in its place with the rights it had", async () => {
  const file = join(folder, "a.yaml");
  await replaceFile(file, "one\n");
  chmodSync(file, 0o640);
  await replaceFile(file, "two\n");
  expect(readFileSync(file, "utf8")).toBe("two\n");
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["a.yaml"]);
});

test("a link stays a link", async () => {
  mkdirSync(join(folder, "real"));
  writeFileSync(join(folder, "real", "a.yaml"), "one\n");
  symlinkSync(join(folder, "real", "a.yaml"), join(folder, "a.yaml"));
  await replaceFile(join(folder, "a.yaml"), "two\n");
  expect(readFileSync(join(folder, "real", "a.yaml"), "utf8")).toBe("two\n");
  expect(readdirSync(folder).sort()).toEqual(["a.yaml", "real"]);
  expect(readdirSync(join(folder, "real"))).toEqual(["a.yaml"]);
});

test("says what is wrong, and leaves nothing behind", async () => {
  await expect(replaceFile(join(folder, "none", "a.yaml"), "x")).rejects.toMatchObject({
    code: "not_writable",
  });
  mkdirSync(join(folder, "dir"));
  await expect(replaceFile(join(folder, "dir"), "x")).rejects.toMatchObject({ code: "not_writable" });
  expect(readdirSync(folder)).toEqual(["dir"]);
});
