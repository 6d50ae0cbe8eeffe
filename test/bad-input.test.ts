import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratch } from "./run-cli.js";

/** Documents with a value that nothing can hold, each beside a good report of the same account. */
const CASES = fileURLToPath(new URL("fixtures/bad-input", import.meta.url));
const ACCOUNT = "555566667777";
const { Content } = JSON.parse(readFileSync(join(CASES, "gentime_1e22.json"), "utf8"));
const [HEADER = "", ...USERS] = Buffer.from(Content, "base64").toString().split("\n");
const ROOT = `<root_account>,arn:aws:iam::${ACCOUNT}:root,2015-01-01T00:00:00Z,false${",N/A".repeat(18)}`;
const REPORT = [HEADER, ROOT, ...USERS].join("\n");
const folder = scratch();
afterAll(() => folder.remove());

describe.each(readdirSync(CASES))("%s", (file) => {
  const dir = join(folder.dir, file);
  const run = (...args: string[]) => runCli([...args, "--lake", `${dir}-lake`], { cwd: folder.dir });

  beforeAll(() => {
    mkdirSync(join(dir, ACCOUNT), { recursive: true });
    cpSync(join(CASES, file), join(dir, ACCOUNT, file));
    writeFileSync(join(dir, ACCOUNT, "report.csv"), REPORT);
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

/** Files that take all memory, stack or time, or never end. Holes make large ones, which cost the disk nothing. */
const ENDLESS: Readonly<Record<string, (path: string) => void>> = {
  "cut.json": (path) => writeFileSync(path, '{"UserDetailList":[{"UserName":"ann'),
  "deep.json": (path) =>
    writeFileSync(path, `{"UserDetailList":[{"a":${"[".repeat(5000)}${"]".repeat(5000)}}]}`),
  "device.csv": (path) => symlinkSync("/dev/zero", path),
  "escapes.json": (path) => writeFileSync(path, `{"a":"${'\\"'.repeat(500_000)}`),
  "fifo.json": (path) => execFileSync("mkfifo", [path]),
  "huge.json": (path) => {
    writeFileSync(path, '{"UserDetailList":[],"a":"');
    truncateSync(path, 560_000_000);
  },
  "line.csv": (path) => {
    writeFileSync(path, `${HEADER}\n`);
    truncateSync(path, 64_000_000);
  },
};

test("files that take all memory, stack or time are a problem each, and the good report beside them is judged", async () => {
  const dir = join(folder.dir, "endless", ACCOUNT);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "report.csv"), REPORT);
  for (const [name, make] of Object.entries(ENDLESS)) make(join(dir, name));
  const run = (...args: string[]) =>
    runCli([...args, "--lake", "endless-lake"], {
      cwd: folder.dir,
      env: { NODE_OPTIONS: "--max-old-space-size=512" },
    });
  const audit = await run("audit", "endless", "--standalone", "all", "--as-of", "2026-11-30");
  const problems = audit.stderr
    .split("\n")
    .flatMap((line) => /^problem: .*\/(\w+\.\w+):/.exec(line)?.[1] ?? []);
  expect([audit.code, problems.sort()]).toEqual([4, Object.keys(ENDLESS)]);
  const found = await run("findings", "--control", "user-key-rotation", "--format", "ndjson");
  expect(found.stdout).toContain('"status":"fail"');
});

test("two reports of 30,000 users each in one file are no problem", async () => {
  const users = Array.from(
    { length: 30_000 },
    (_, i) => `u${i},arn:aws:iam::${ACCOUNT}:user/u${i},2020-01-01T00:00:00Z,false${",N/A".repeat(18)}`,
  );
  const GeneratedTime = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"];
  const Content = Buffer.from([HEADER, ROOT, ...users].join("\n")).toString("base64");
  const file = join(folder.dir, "two.json");
  writeFileSync(
    file,
    GeneratedTime.map((time) => JSON.stringify({ Content, GeneratedTime: time })).join("\n"),
  );
  const args = ["audit", file, "--lake", "two-lake", "--standalone", "all", "--format", "ndjson"];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.dir });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("problem: ") });
  expect(stdout).toContain('"population":30000');
});
