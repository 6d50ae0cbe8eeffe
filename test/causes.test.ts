import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { type CliResult, runCli } from "./run-cli.js";

interface CauseJson {
  readonly control_id: string;
  readonly rank: number;
  readonly sentence: string;
  readonly kind: string;
  readonly values: readonly string[];
  readonly fail: number;
  readonly carriers: number;
  readonly rest_fail: number;
  readonly rest: number;
  readonly lift: number | null;
  readonly p_adjusted: number;
  readonly accounts: number;
  readonly bursts: number | null;
  readonly control_fail: number;
  readonly control_judged: number;
}

let folder: DemoFolder;
const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
const parsed = ({ code, stdout, stderr }: CliResult): CauseJson[] => {
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as CauseJson[];
};

let demo: CauseJson[];
beforeAll(async () => {
  folder = await demoFolder();
  demo = parsed(await run("causes", "--demo", "--format", "json"));
});
afterAll(() => folder?.remove());

describe("causes of the demonstration", () => {
  test("the provisioning scripts behind the keys made at set-up", () => {
    const cause = demo.find((one) => one.control_id === "user-key-at-setup" && one.rank === 1);
    expect(cause).toMatchObject({ kind: "in_burst", control_fail: 1331 });
    expect(cause?.bursts).toBeGreaterThan(20);
    expect(cause?.sentence).toMatch(
      /^\d+ % of the users with a key made at set-up \(\d+ of 1,331\) were made in \d+ bursts .* in \d+ accounts: a provisioning script\.$/,
    );
  });

  test("every cause adds up, and is strong and sure enough", () => {
    expect(demo.length).toBeGreaterThan(5);
    for (const one of demo) {
      expect(one.fail + one.rest_fail).toBe(one.control_fail);
      expect(one.carriers + one.rest).toBe(one.control_judged);
      expect(one.fail).toBeGreaterThanOrEqual(0.05 * one.control_fail);
      expect(one.lift ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(1.5);
      expect(one.p_adjusted).toBeLessThanOrEqual(0.05);
    }
  });

  test("years do not explain age, nor a policy itself, nor policies what they allow", () => {
    const kinds = (id: string) => demo.filter(({ control_id: one }) => one === id).map(({ kind }) => kind);
    for (const id of ["user-admin", "user-key-mfa", "user-privilege-escalation", "user-mfa-claimable"]) {
      const policies = ["group", "attached_policy", "inline_policy", "boundary"];
      expect([id, kinds(id).filter((kind) => policies.includes(kind))]).toEqual([id, []]);
    }
    expect(kinds("user-key-rotation")).not.toContain("creation_year");
    expect(kinds("user-inline-policies")).not.toContain("inline_policy");
  });

  test("one control, one account; the same bytes again", async () => {
    const args = ["causes", "--demo", "--control", "user-key-at-setup", "--format", "json"];
    const first = await run(...args);
    expect((await run(...args)).stdout).toBe(first.stdout);
    expect(new Set(parsed(first).map(({ control_id: id }) => id))).toEqual(new Set(["user-key-at-setup"]));
    const { stdout } = await run("findings", "--demo", "--control", "user-key-at-setup", "--format", "csv");
    const { account_id: account = "" } =
      (parse(stdout, { columns: true }) as { account_id: string }[])[0] ?? {};
    const within = parsed(await run(...args, "--account", account));
    for (const one of within) expect([one.accounts, one.kind === "account"]).toEqual([1, false]);
  });

  test("for people: the sentence, how sure it is, and those of which nothing stands out", async () => {
    const { stdout, code } = await run("causes", "--demo");
    expect(code).toBe(0);
    const flat = stdout.replace(/\s+/g, " ");
    for (const { sentence } of demo) expect(flat).toContain(sentence);
    expect(flat).toMatch(/times as often\); p < 1e-\d+/);
    expect(flat).toContain("Nothing that those who fail share stands out: ");
  });

  test("every format", async () => {
    const { stdout: csv } = await run("causes", "--demo", "--format", "csv");
    expect(parse(csv, { columns: true })).toHaveLength(demo.length);
    const { stdout: ndjson } = await run("causes", "--demo", "--format", "ndjson");
    expect(
      ndjson
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as CauseJson),
    ).toEqual(demo);
  });
});

test("a condition that cannot be is refused with its file", async () => {
  const shipped = new URL("../controls/iam/user-unused", import.meta.url);
  const own = join(folder.dir, "own", "my-unused");
  mkdirSync(join(folder.dir, "own"), { recursive: true });
  cpSync(shipped, own, { recursive: true });
  const yaml = readFileSync(join(own, "control.yaml"), "utf8").replace("id: user-unused", "id: my-unused");
  writeFileSync(join(own, "control.yaml"), yaml.replace(/could_fail: .*/, 'could_fail: "u.nothing > 0"'));
  const { code, stderr } = await run("causes", "--demo", "--controls", "own");
  expect(code).toBe(2);
  expect(stderr).toMatch(/control\.yaml: causes\.could_fail: u has no column nothing/);
});
