import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { demoFiles, demoIsCurrent, writeDemo } from "./index.js";
import { markerText } from "./marker.js";

let parent = "";
let dir = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "iamspect-demo-"));
  dir = join(parent, "new", "demo");
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** Modes of what is below the folder of the test, in octal. */
function modes(wanted: (name: string) => boolean): Set<string> {
  const names = readdirSync(parent, { recursive: true, encoding: "utf8" }).filter(wanted);
  return new Set(names.map((name) => (lstatSync(join(parent, name)).mode & 0o777).toString(8)));
}

test("writes every file into a new folder, readable only by its owner", async () => {
  const written = await writeDemo(dir);
  const files = [...demoFiles()];
  expect(written).toEqual({ files: files.length + 1, accounts: 1_143, users: 12_478 });
  const different = files.filter(({ path, content }) => readFileSync(join(dir, path), "utf8") !== content);
  expect(different.map(({ path }) => path)).toEqual([]);
  expect(readFileSync(join(dir, "demo.json"), "utf8")).toBe(markerText());
  expect(modes((name) => name.endsWith(".json"))).toEqual(new Set(["600"]));
  expect(modes((name) => !name.endsWith(".json"))).toEqual(new Set(["700"]));
  expect(await demoIsCurrent(dir)).toBe(true);
  expect(readdirSync(join(parent, "new"))).toEqual(["demo"]);
});

test("refuses a folder that holds anything else", async () => {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "notes.txt"), "mine");
  await expect(writeDemo(dir)).rejects.toBeInstanceOf(UserError);
  expect(readdirSync(dir)).toEqual(["notes.txt"]);
});

test("demoIsCurrent is false where there is nothing, an earlier demonstration, or a file", async () => {
  expect(await demoIsCurrent(parent)).toBe(false);
  writeFileSync(
    join(parent, "demo.json"),
    markerText().replace(/"cohort_version": \d+/, '"cohort_version": 4242'),
  );
  expect(await demoIsCurrent(parent)).toBe(false);
  expect(await demoIsCurrent(join(parent, "demo.json"))).toBe(false);
  writeFileSync(join(parent, "demo.json"), markerText());
  expect(await demoIsCurrent(parent)).toBe(true);
});

test("a later demonstration says so, what changed, and replaces an earlier one", async () => {
  await writeDemo(dir);
  const { accounts, files } = await writeDemo(dir, "plain", 1);
  expect(accounts).toBe(1_141);
  expect(JSON.parse(readFileSync(join(dir, "demo.json"), "utf8"))).toMatchObject({
    as_of: "2021-02-24T00:00:00Z",
    months: 1,
  });
  const changes = JSON.parse(readFileSync(join(dir, "demo-changes.json"), "utf8"));
  expect(changes).toMatchObject({ version: 2, compared_with: "2021-01-24T00:00:00Z" });
  for (const id of changes.accounts_not_collected) expect(readdirSync(dir)).not.toContain(id);
  expect(
    readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")),
  ).toHaveLength(files);
  expect(await demoIsCurrent(dir)).toBe(false);
  await writeDemo(dir);
  expect(readdirSync(dir)).not.toContain("demo-changes.json");
  expect(await demoIsCurrent(dir)).toBe(true);
});
