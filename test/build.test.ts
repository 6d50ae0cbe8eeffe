import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratch } from "./run-cli.js";

/** A tree with what a build needs, and a program of one line. */
const root = fileURLToPath(new URL("..", import.meta.url));
const { dir, remove } = scratch();
const inTree = (name: string) => join(dir, name);

beforeAll(() => {
  for (const name of ["scripts/build.mjs", "tsconfig.json", "tsconfig.build.json", "package.json"]) {
    cpSync(join(root, name), inTree(name));
  }
  for (const name of ["src", "controls", "frameworks", "benchmarks", "data"]) mkdirSync(inTree(name));
  symlinkSync(join(root, "node_modules"), inTree("node_modules"));
});
afterAll(remove);

function build(source: string): Promise<number | null> {
  writeFileSync(inTree("src/bin.ts"), source);
  return run();
}

function run(): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/build.mjs"], { cwd: dir, stdio: "ignore" });
    child.on("error", reject);
    child.on("close", resolve);
  });
}

const program = () => readFileSync(inTree("dist/bin.js"), "utf8");

test("dist/ is that of the last build that was whole, and nothing is left beside it", async () => {
  expect(await build('export const said = "one";\n')).toBe(0);
  writeFileSync(inTree("dist/stale.js"), "");

  expect(await build("export const said: number = 'two';\n")).not.toBe(0);
  expect(program()).toContain("one");
  expect(existsSync(inTree("dist/shipped-yaml.json"))).toBe(true);

  expect(await build('export const said = "three";\n')).toBe(0);
  expect(program()).toContain("three");
  expect(readdirSync(inTree("dist")).sort()).toEqual(["bin.js", "shipped-yaml.json"]);
  expect(readdirSync(inTree(".cache"))).toEqual([]);
});

test("two builds at once both succeed", async () => {
  expect(await Promise.all([build('export const said = "four";\n'), run()])).toEqual([0, 0]);
  expect(program()).toContain("four");
  expect(readdirSync(inTree(".cache"))).toEqual([]);
});
