import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

/** Rules of the repository that no compiler and no linter checks. */

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCE_FOLDERS = ["src", "test", "scripts", "bench", "web"];
const TEXT_FOLDERS = [...SOURCE_FOLDERS, "controls", "frameworks", "benchmarks", "deploy", "docs", ".ci"];

/** Files below folders of the repository, by their path from its root; hidden ones (caches) are left out. */
function filesBelow(folders: readonly string[]): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => !/^(\.|__pycache__$|node_modules$)/.test(name))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? below(path) : [path];
      });
  return folders.filter((folder) => existsSync(join(root, folder))).flatMap(below);
}

const text = (path: string) => readFileSync(join(root, path), "utf8");
const topLevel = readdirSync(root, { withFileTypes: true })
  // In a linked worktree .git is a file, which names the place of the others.
  .filter((entry) => entry.isFile() && entry.name !== ".git")
  .map(({ name }) => name);

const names = z.record(z.string(), z.string()).default({});
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        dev: z.boolean().default(false),
        devOptional: z.boolean().default(false),
        hasInstallScript: z.boolean().default(false),
        license: z.string().optional(),
        optionalDependencies: names,
      }),
    ),
  })
  .parse(JSON.parse(text("package-lock.json"))).packages;
/** What people get who install iamspect: path of the package -> its entry in the lock. */
const production = Object.entries(lock).filter(([path, one]) => path !== "" && !one.dev && !one.devOptional);

test("no source file is longer than 350 lines", () => {
  const source = filesBelow(SOURCE_FOLDERS).filter((path) => /\.(ts|tsx|mjs|js|py|sql|css)$/.test(path));
  expect(source.length).toBeGreaterThan(100);
  expect(source.filter((path) => text(path).split("\n").length > 351)).toEqual([]);
});

test("the lock has an entry for every optional dependency: `npm ci` refuses a lock without", () => {
  const missing = Object.entries(lock).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => places(path, name).every((place) => !Object.hasOwn(lock, place)))
      .map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});

/** Where Node looks for a package that another one asks for: beside it, then further and further up. */
function places(path: string, name: string): string[] {
  const parts = path === "" ? [] : path.split("/node_modules/");
  const above = parts.map((_, index) => parts.slice(0, index + 1).join("/node_modules/"));
  return [...above.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
}

test("no package that users get runs a script when it is installed", () => {
  expect(production.length).toBeGreaterThan(10);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
});

test("every package that users get has a licence, and none of the GPL family", () => {
  const licences = production.map(([path, one]) => [path, licenceOf(path) ?? one.license ?? "none"] as const);
  expect(licences.filter(([, licence]) => /\b[AL]?GPL|^(none|UNLICENSED)$/i.test(licence))).toEqual([]);
});

/** As the installed package says it; packages for other platforms are not there. */
function licenceOf(path: string): string | undefined {
  const file = `${path}/package.json`;
  if (!existsSync(join(root, file))) return undefined;
  return z.object({ license: z.string().optional() }).parse(JSON.parse(text(file))).license;
}

test("no test is left out, and none keeps the others from running", () => {
  const tests = filesBelow(["src", "test", "web"]).filter((path) => /\.test\.tsx?$/.test(path));
  const marked = /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/;
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter((path) => marked.test(text(path)))).toEqual([]);
});

test("no file names a place on somebody's machine", () => {
  const place = new RegExp(`(?<![\\w.])/(?:${["work", "root", "home/\\w+", "Users/\\w+"].join("|")})/`);
  const files = [...filesBelow(TEXT_FOLDERS), ...topLevel].filter(
    (path) => !/\.(png|gz|parquet)$/.test(path),
  );
  expect(files).toContain("package.json");
  expect(files.filter((path) => place.test(text(path)))).toEqual([]);
});

test("commands give results and make no text of them: JSON is made where results are rendered", () => {
  const commands = filesBelow(["src/cli"]).filter((path) => !/\.test\.ts$/.test(path));
  expect(commands.length).toBeGreaterThan(30);
  expect(commands.filter((path) => /JSON\.stringify|FormatName|\.format as /.test(text(path)))).toEqual([]);
});

test("a control is a folder of exactly three files", () => {
  const folders = new Map<string, string[]>();
  for (const path of filesBelow(["controls"])) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(folder.length + 1)].sort());
  }
  const wrong = [...folders].filter(([, files]) => files.join() !== "cases.yaml,control.sql,control.yaml");
  expect(folders.size).toBeGreaterThan(5);
  expect(wrong).toEqual([]);
});

test("every control says in a sentence what to do, and how by console, AWS CLI and Terraform", () => {
  const remediation = z.object({
    remediation: z.object({
      summary: z.string().regex(/^[A-Z].*\.$/),
      console: z.string().min(1),
      cli: z.string().min(1),
      // Where no resource does it: "No Terraform resource sets this: ...".
      terraform: z.string().min(1),
    }),
  });
  const controls = filesBelow(["controls"]).filter((path) => path.endsWith("/control.yaml"));
  const wrong = controls.flatMap((path) => {
    const checked = remediation.safeParse(parse(text(path)));
    return checked.success ? [] : [`${path}: ${checked.error.issues[0]?.path.join(".")}`];
  });
  expect(controls.length).toBeGreaterThan(15);
  expect(wrong).toEqual([]);
});
