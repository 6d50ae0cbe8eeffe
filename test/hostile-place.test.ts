import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AS_OF, REPORT } from "./report-fixture.js";
import { runCli, scratch } from "./run-cli.js";

let cwd: string;
let remove: () => void;
const run = (...args: string[]) => runCli(args, { cwd });
const audit = (...args: string[]) => run("audit", "report.csv", "--standalone", "all", ...AS_OF, ...args);
beforeAll(async () => {
  ({ dir: cwd, remove } = scratch());
  writeFileSync(join(cwd, "report.csv"), REPORT);
  await audit();
});
afterAll(() => remove());

test("what is on the command line does not write to the terminal, be it printed as an error or as a title", async () => {
  const evil = "x\u001b[31m\u202e";
  for (const args of [[evil], ["findings", `--${evil}`], ["audit", evil], ["findings", "--lake", evil]]) {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining("\\u{1b}")]);
    for (const character of evil.replace("x", "").replace("[31m", ""))
      expect(stderr).not.toContain(character);
  }
  for (const format of ["table", "csv"]) {
    const { stdout } = await run("query", 'SELECT 1 AS "a\u001b[31m"', "--format", format);
    expect(stdout).toContain("\\u{1b}[31");
    expect(stdout).not.toContain("\u001b");
  }
});

test("a lake that others can write is made private with a word, another folder of theirs is refused", async () => {
  const lake = join(cwd, ".iamspect");
  chmodSync(lake, 0o777);
  const listed = await run("snapshots", "list");
  expect([listed.code, listed.stderr]).toEqual([
    0,
    expect.stringContaining("others could write into .iamspect"),
  ]);
  expect(statSync(lake).mode & 0o777).toBe(0o700);
  expect((await run("snapshots", "list")).stderr).toBe("");

  mkdirSync(join(cwd, "shared"));
  writeFileSync(join(cwd, "shared", "letter.txt"), "");
  chmodSync(join(cwd, "shared"), 0o777);
  const refused = await audit("--lake", "shared");
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining("Others can write into the lake"),
  ]);
  expect(readdirSync(join(cwd, "shared"))).toEqual(["letter.txt"]);
});

test("a link inside a lake is not followed", async () => {
  const [table, elsewhere] = [join(cwd, ".iamspect", "accounts"), join(cwd, "elsewhere")];
  renameSync(table, elsewhere);
  symlinkSync(elsewhere, table);
  for (const args of [["findings"], ["query", "FROM accounts"]]) {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining("links inside a lake are not followed")]);
  }
  const again = await audit();
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("not followed")]);
  await run("snapshots", "prune", "--keep", "0", "--yes");
  expect(readdirSync(elsewhere)).toHaveLength(1);
  rmSync(table);
  renameSync(elsewhere, table);
});

test("a file that a kill left half-written is removed by the next who writes it", async () => {
  const left = "exceptions.yaml.1-00000000-00000000.part";
  writeFileSync(join(cwd, left), "");
  utimesSync(join(cwd, left), 1, 1);
  await audit();
  const line =
    "exceptions add --control user-key-rotation --subject ann --owner a@example.com --reason r --approved-by c --expires 2027-01-31";
  expect((await run(...line.split(" "))).code).toBe(0);
  expect(readdirSync(cwd)).toContain("exceptions.yaml");
  expect(readdirSync(cwd)).not.toContain(left);
});
