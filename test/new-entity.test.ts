import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratch } from "./run-cli.js";

/**
 * A new kind of thing is an entity, a source and its controls, and nothing else is edited but the list that names the
 * source: it is added to a copy of the tree, built, and audited.
 */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LIST = "src/sources/index.ts";
const folder = scratch();
afterAll(() => folder.remove());

const tree = join(folder.dir, "tree");
const run = (args: readonly string[]) =>
  execFileSync(process.execPath, [join(tree, "dist/bin.js"), ...args], { cwd: folder.dir, encoding: "utf8" });

beforeAll(() => {
  for (const name of ["src", "controls", "frameworks", "benchmarks", "data", "scripts", "package.json"]) {
    cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  }
  for (const name of ["tsconfig.json", "tsconfig.build.json"]) cpSync(join(ROOT, name), join(tree, name));
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  cpSync(join(ROOT, "test/fixtures/new-entity"), tree, { recursive: true, errorOnExist: true, force: false });
  const list = readFileSync(join(tree, LIST), "utf8");
  const named = list
    .replace(/^import /, 'import { s3Buckets } from "./s3-buckets/index.js";\nimport ')
    .replace("export const SOURCES = [", "export const SOURCES = [\n  s3Buckets,");
  writeFileSync(join(tree, LIST), named);
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: tree, stdio: "inherit" });
});

function write(place: string, value: unknown): void {
  const file = join(folder.dir, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}

interface Row {
  readonly control_id: string;
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly unknown_accounts: number;
}

test("its cases hold", () => {
  const result = run(["controls", "test", "bucket-versioning", "--format", "json"]);
  expect((JSON.parse(result) as { result: string }[]).map(({ result: one }) => one)).toEqual([
    "ok",
    "ok",
    "ok",
  ]);
});

const kept = { Name: "kept", CreationDate: "2020-01-01T00:00:00Z", Versioning: { Status: "Enabled" } };
const open = { Name: "open", CreationDate: "2020-01-01T00:00:00Z", Versioning: {} };
const ONLY = ["--control", "bucket-versioning", "--format", "json"];

/** Audits an account with these buckets, and one of which nothing is known but its alias. */
function audit(lake: string, asOf: string, Buckets: readonly unknown[]) {
  write(`${lake}-in/111122223333/s3-buckets.json`, { Buckets });
  write(`${lake}-in/444455556666/account-aliases.json`, { AccountAliases: ["other"] });
  return run(["audit", `${lake}-in`, "--as-of", asOf, "--lake", lake, ...ONLY]);
}

test("an account without its evidence is unknown, never clean", () => {
  const result = JSON.parse(audit("one", "2021-01-24", [kept, open])) as { prevalence: readonly Row[] };
  expect(result.prevalence).toMatchObject([
    { control_id: "bucket-versioning", fail: 1, pass: 1, unknown: 1, unknown_accounts: 1 },
  ]);
  const findings = JSON.parse(run(["findings", "--lake", "one", ...ONLY])) as { reason: string }[];
  expect(findings.map(({ reason }) => reason)).toEqual([
    "The bucket open keeps no old versions.",
    "The s3 buckets of account 444455556666 are missing: not collected. None of its S3 buckets could be judged.",
  ]);
});

test("a bad element loses itself, its neighbours stand, and the account is not called complete", () => {
  expect(() => audit("bad", "2021-01-24", [open, { Name: 7 }])).toThrow(/Buckets\[1\]\.Name/);
  const findings = JSON.parse(run(["findings", "--lake", "bad", ...ONLY])) as { status: string }[];
  expect(findings.map(({ status }) => status)).toEqual(["fail", "unknown", "unknown"]);
});

test("a bucket that is deleted is gone, and does not pass", () => {
  audit("gone", "2021-01-24", [kept, open]);
  audit("gone", "2021-02-24", [kept]);
  const diff = run(["diff", "--lake", "gone", "--format", "ndjson", "--control", "bucket-versioning"]);
  expect(JSON.parse(diff.trim().split("\n")[0] ?? "")).toMatchObject({
    change: "fixed",
    how: "subject_gone",
  });
});
