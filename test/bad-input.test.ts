import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

/** Documents with a value that nothing can hold, each beside a good report of the same account. */
const CASES = fileURLToPath(new URL("fixtures/bad-input", import.meta.url));
const ACCOUNT = "555566667777";
const folder = scratch();
afterAll(() => folder.remove());

describe.each(readdirSync(CASES))("%s", (file) => {
  const dir = join(folder.dir, file);
  const run = (...args: string[]) => runCli([...args, "--lake", `${dir}-lake`], { cwd: folder.dir });

  beforeAll(() => {
    mkdirSync(join(dir, ACCOUNT), { recursive: true });
    cpSync(join(CASES, file), join(dir, ACCOUNT, file));
    const { Content } = JSON.parse(readFileSync(join(CASES, "gentime_1e22.json"), "utf8"));
    writeFileSync(join(dir, ACCOUNT, "report.csv"), Buffer.from(Content, "base64"));
  });

  test("is one problem that names the place, and the good report is judged", async () => {
    const audit = await run("audit", dir, "--standalone", "all", "--as-of", "2026-11-30");
    const problems = audit.stderr.split("\n").filter((line) => line.startsWith("problem: "));
    expect([audit.code, problems]).toEqual([
      4,
      [expect.stringMatching(new RegExp(`${file}: [A-Z]\\w+(\\[0\\])?[\\w.[\\]]*: must be `))],
    ]);
    const found = await run("findings", "--control", "user-key-rotation", "--format", "ndjson");
    expect(found.stdout).toContain('"status":"fail"');
  });

  // Only this one ever reached the lake.
  test.runIf(file === "lone_surrogate_tag.json")("and what reads the snapshot works", async () => {
    for (const args of [["explain", "ann"], ["tune"], ["fix-first"]]) {
      const { code, stderr } = await run(...args);
      expect({ args, code, stderr }).toMatchObject({ args, code: 0 });
    }
  });
});
