import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { inspectFolder, realFolder } from "./folder.js";
import { markerText } from "./marker.js";

let parent = "";
let dir = "";
beforeEach(() => {
  parent = realFolder(mkdtempSync(join(tmpdir(), "iamspect-folder-")));
  dir = join(parent, "demo");
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const OLD_MARKER = markerText().replace(/"cohort_version": \d+/, '"cohort_version": 4242');

function inspected(folder: string, cwd?: string): string | UserError {
  try {
    return inspectFolder(folder, cwd);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function code(folder: string, cwd?: string): string {
  const result = inspected(folder, cwd);
  return typeof result === "string" ? result : result.code;
}

test("a folder may be absent, empty, or hold a demonstration of any version", () => {
  expect(code(dir)).toBe("absent");
  expect(code(join(dir, "below"))).toBe("absent");
  mkdirSync(dir);
  expect(code(dir)).toBe("empty");
  writeFileSync(join(dir, "demo.json"), OLD_MARKER);
  for (const name of ["123456789012", "o-a1b2c3d4e5"]) mkdirSync(join(dir, name));
  expect(code(dir)).toBe("demo");
});

test.each([
  ["no marker", { "notes.txt": "mine" }],
  ["an account without a marker", { "111111111111": "{}" }],
  ["a marker of something else", { "demo.json": '{"name": "demo"}' }],
  ["an unreadable marker", { "demo.json": "{" }],
  ["files of someone beside the marker", { "demo.json": OLD_MARKER, "notes.txt": "mine" }],
])("a folder with %s is refused", (_, files: Record<string, string>) => {
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const error = inspected(dir);
  if (!(error instanceof UserError)) throw new Error("was not refused");
  expect(error.code).toBe("demo_folder_not_empty");
  expect(error.what).toContain(dir);
  if ("notes.txt" in files) expect(error.what).toContain("notes.txt");
  expect(error.fix).toBeDefined();
  expect(error.exitCode).toBe(2);
  expect(readdirSync(dir).length).toBe(Object.keys(files).length);
});

test("a file is refused, and so is a path below one", () => {
  writeFileSync(dir, "mine");
  expect(code(dir)).toBe("demo_folder_not_a_folder");
  expect(code(join(dir, "below"))).toBe("demo_folder_not_a_folder");
});

test("the current directory and those that contain it are refused: they would be replaced under the shell", () => {
  mkdirSync(join(dir, "111111111111"), { recursive: true });
  writeFileSync(join(dir, "demo.json"), markerText());
  expect(code(dir, dir)).toBe("demo_folder_in_use");
  expect(code(dir, join(dir, "111111111111"))).toBe("demo_folder_in_use");
  expect(code(dir, parent)).toBe("demo");
  expect(code(dir, `${dir}-2`)).toBe("demo");
  expect(code(dir, join(parent, "..demo"))).toBe("demo");
});

test("the real folder follows links, and is absolute where nothing exists", () => {
  mkdirSync(dir);
  symlinkSync(dir, join(parent, "link"));
  expect(realFolder(join(parent, "link"))).toBe(dir);
  expect(realFolder("nothing-of-this-name")).toBe(join(process.cwd(), "nothing-of-this-name"));
});
