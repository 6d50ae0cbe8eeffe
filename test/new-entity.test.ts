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
  cpSync(join(ROOT, "tsconfig.json"), join(tree, "tsconfig.json"));
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  cpSync(join(ROOT, "test/fixtures/new-entity"), tree, { recursive: true, errorOnExist: true, force: false });
  const list = readFileSync(join(tree, LIST), "utf8");
  const named = list
    .replace(/^import /, 'import { zones } from "./hosted-zones/index.js";\nimport ')
    .replace("export const SOURCES = [", "export const SOURCES = [\n  zones,");
  writeFileSync(join(tree, LIST), named);
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: tree, stdio: "inherit" });
  // It does not compile where something that knows of kinds is not told of it.
  const config = { extends: "./tsconfig.json", include: ["src"], exclude: ["src/**/*.test.ts"] };
  writeFileSync(join(tree, "tsconfig.own.json"), JSON.stringify(config));
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.own.json"], { cwd: tree, stdio: "inherit" });
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
  const result = run(["controls", "test", "zone-signing", "--format", "json"]);
  expect((JSON.parse(result) as { result: string }[]).map(({ result: one }) => one)).toEqual([
    "ok",
    "ok",
    "ok",
  ]);
});

const signed = { Name: "signed.", Id: "/hostedzone/Z1", Signing: { Status: { ServeSignature: "SIGNING" } } };
const bare = {
  Name: "bare.",
  Id: "/hostedzone/Z2",
  Signing: { Status: { ServeSignature: "NOT_SIGNING" } },
};
const ONLY = ["--control", "zone-signing", "--format", "json"];

/** Audits an account with these zones, and one of which nothing is known but its alias. */
function audit(lake: string, asOf: string, HostedZones: readonly unknown[]) {
  write(`${lake}-in/111122223333/hosted-zones.json`, { HostedZones });
  write(`${lake}-in/444455556666/account-aliases.json`, { AccountAliases: ["other"] });
  return run(["audit", `${lake}-in`, "--as-of", asOf, "--lake", lake, ...ONLY]);
}

test("an account without its evidence is unknown, never clean", () => {
  const result = JSON.parse(audit("one", "2021-01-24", [signed, bare])) as { prevalence: readonly Row[] };
  expect(result.prevalence).toMatchObject([
    { control_id: "zone-signing", fail: 1, pass: 1, unknown: 1, unknown_accounts: 1 },
  ]);
  const findings = JSON.parse(run(["findings", "--lake", "one", ...ONLY])) as { reason: string }[];
  expect(findings.map(({ reason }) => reason)).toEqual([
    "The records of the zone bare. are not signed.",
    "The hosted zones of account 444455556666 are missing: not collected. None of its hosted zones could be judged.",
  ]);
});

test("a bad element loses itself, its neighbours stand, and the account is not called complete", () => {
  expect(() => audit("bad", "2021-01-24", [bare, { Name: 7 }])).toThrow(/HostedZones\[1\]\.Name/);
  const findings = JSON.parse(run(["findings", "--lake", "bad", ...ONLY])) as { status: string }[];
  expect(findings.map(({ status }) => status)).toEqual(["fail", "unknown", "unknown"]);
});

test("a zone that is deleted is gone, and does not pass", () => {
  audit("gone", "2021-01-24", [signed, bare]);
  audit("gone", "2021-02-24", [signed]);
  const diff = run(["diff", "--lake", "gone", "--format", "ndjson", "--control", "zone-signing"]);
  expect(JSON.parse(diff.trim().split("\n")[0] ?? "")).toMatchObject({
    change: "fixed",
    how: "subject_gone",
  });
});
