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

const WORKERS = ["cli/query-worker", "derive/evaluate-worker"];

beforeAll(() => {
  for (const name of ["scripts/build.mjs", "scripts/bundle.mjs", "package.json"]) {
    cpSync(join(root, name), inTree(name));
  }
  const folders = ["src/cli", "src/derive", "controls", "frameworks", "benchmarks", "data"];
  for (const name of folders) mkdirSync(inTree(name), { recursive: true });
  for (const name of WORKERS) writeFileSync(inTree(`src/${name}.ts`), "export const worker = true;\n");
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

const BUILT = ["bin.js", "evaluate-worker.js", "query-worker.js", "shipped-yaml.json"];
const program = () => readFileSync(inTree("dist/bin.js"), "utf8");

test("dist/ is that of the last build that was whole, and nothing is left beside it", async () => {
  expect(await build('export const said = "one";\n')).toBe(0);
  writeFileSync(inTree("dist/stale.js"), "");

  expect(await build('export { said } from "./not-there.js";\n')).not.toBe(0);
  expect(program()).toContain("one");
  expect(existsSync(inTree("dist/shipped-yaml.json"))).toBe(true);

  expect(await build('export const said = "three";\n')).toBe(0);
  expect(program()).toContain("three");
  expect(readdirSync(inTree("dist")).sort()).toEqual(BUILT);
  expect(readdirSync(inTree(".cache"))).toEqual([]);
});

test("two builds at once both succeed", async () => {
  expect(await Promise.all([build('export const said = "four";\n'), run()])).toEqual([0, 0]);
  expect(program()).toContain("four");
  expect(readdirSync(inTree(".cache"))).toEqual([]);
});
