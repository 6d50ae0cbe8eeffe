import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { runCli, scratch } from "../run-cli.js";
import { type Detail, foldOf } from "./fold.js";
import { randomAccounts, STANDALONE } from "./random-accounts.js";
import { AS_OF } from "./random-report.js";

/**
 * Every verdict as it was when the golden files were made: id, status, since and tier of each finding. Whoever changes how
 * verdicts are made sees here whom that moves. CONTRIBUTING.md tells how to look closer, and how to make the files anew.
 */

const folder = scratch();
afterAll(() => folder.remove());
const TEN_USERS = fileURLToPath(new URL("../fixtures/ten-users/", import.meta.url));
const LINES = fileURLToPath(new URL("../../.cache/golden/", import.meta.url));

async function expectGolden(name: string, args: readonly string[], detail: Detail): Promise<void> {
  const { text, lines } = await foldOf(args, folder.dir, detail);
  mkdirSync(LINES, { recursive: true });
  writeFileSync(join(LINES, `${name}.txt`), `${lines.join("\n")}\n`);
  await expect(text).toMatchFileSnapshot(`${name}.txt`);
}

test.each([
  ["demo", ["--demo"]],
  ["demo-with-policies", ["--demo", "--with-policies"]],
])("%s", async (name, args) => {
  expect((await runCli(["audit", ...args], { cwd: folder.dir })).code).toBe(0);
  await expectGolden(name, args, "digits");
});

test.each([
  ["ten-users", []],
  ["ten-users-without-policies", ["authorization-details.json"]],
])("%s", async (name, without) => {
  const input = join(folder.dir, `${name}.in`);
  cpSync(TEN_USERS, input, { recursive: true, filter: (path) => !without.includes(basename(path)) });
  const args = ["audit", input, "--lake", name, "--as-of", "2024-06-01", "--standalone", "all"];
  expect((await runCli(args, { cwd: folder.dir })).code).toBe(0);
  await expectGolden(name, ["--lake", name], "letters");
});

test("random users of whom much is not known", async () => {
  for (const [path, text] of Object.entries(randomAccounts(20_210_124))) {
    mkdirSync(join(folder.dir, "in", dirname(path)), { recursive: true });
    writeFileSync(join(folder.dir, "in", path), text);
  }
  const standalone = STANDALONE.flatMap((account) => ["--standalone", account]);
  const args = ["audit", "in", "--lake", "random", "--as-of", AS_OF, ...standalone];
  // Rows that cannot be believed are told as problems.
  expect((await runCli(args, { cwd: folder.dir })).code).toBe(4);
  await expectGolden("random-users", ["--lake", "random"], "letters");
});
