import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REPORT } from "./report-fixture.js";
import { auditJson, control, runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());
beforeAll(() => writeFileSync(join(cwd, "report.csv"), REPORT));

describe("help and usage", () => {
  test("every command has help with examples", async () => {
    for (const name of ["audit", "collect", "findings", "query", "controls", "snapshots", "demo"]) {
      const { code, stdout } = await runCli([name, "--help"], { cwd });
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toContain(`Examples:\n  iamspect ${name}`);
    }
  });

  test("wrong usage gives 2 and a hint; no command gives the list", async () => {
    const wrong = await runCli(["audit", "--nonsense"], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--nonsense")]);
    const unknown = await runCli(["audti"], { cwd });
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("audit")]);
    expect((await runCli([], { cwd })).stdout).toContain("findings");
    for (const flag of ["--version", "-v", "-V"]) {
      expect((await runCli([flag], { cwd })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    }
  });

  test("controls are listed, shown and tested", async () => {
    expect((await runCli(["controls", "list"], { cwd })).stdout).toContain("user-key-rotation");
    expect((await runCli(["controls", "show", "user-key-rotation"], { cwd })).stdout).toContain("Pitfalls");
    const own = join(cwd, "own", "our-check");
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, "control.yaml"),
      'version: 2\nid: our-check\ntitle: No user is called test\nseverity: low\nsubject: iam_user\ncredentials: []\nrationale: Because.\nevidence: {required: [credential_report], fields: [user_name]}\nreason: {fail: "{user_name} is called test."}\nremediation: {console: Rename, cli: aws iam update-user}\n',
    );
    writeFileSync(
      join(own, "control.sql"),
      "SELECT u.account_id, u.arn AS subject_arn, TRUE AS applies, u.user_name = 'test' AS fails, u.created_at AS aged_from, u.created_at AS since FROM iam_users u",
    );
    const cases = (expected: string) =>
      `as_of: 2021-01-24T00:00:00Z\ncases:\n  - name: called test\n    rows: {iam_users: [{account_id: "111122223333", arn: "a", user_name: test}]}\n    expect: {subject: ${expected}}\n`;
    writeFileSync(join(own, "cases.yaml"), cases("fail"));
    const test = () => runCli(["controls", "test", "our-check", "--controls", "own"], { cwd });
    expect((await test()).code).toBe(0);
    writeFileSync(join(own, "cases.yaml"), cases("pass"));
    const failing = await test();
    expect([failing.code, failing.stdout]).toEqual([
      1,
      expect.stringContaining("the subject is fail, not pass"),
    ]);
    const audit = auditJson(
      await runCli(["audit", "report.csv", "--controls", "own", "--format", "json"], { cwd }),
    );
    expect(control(audit, "our-check")).toMatchObject({ fail: 0, pass: 2 });
  });

  test("the SQL of a person's own controls reaches no other file", async () => {
    const own = join(cwd, "nosy", "nosy-check");
    mkdirSync(own, { recursive: true });
    writeFileSync(
      join(own, "control.yaml"),
      'version: 2\nid: nosy-check\ntitle: Reads what it should not\nseverity: low\nsubject: iam_user\ncredentials: []\nrationale: Because.\nevidence: {required: [credential_report], fields: [user_name]}\nreason: {fail: "fails"}\nremediation: {console: x, cli: x}\n',
    );
    const from = "FROM iam_users u CROSS JOIN (SELECT count(*) AS n FROM read_text('/etc/hostname')) t";
    writeFileSync(
      join(own, "control.sql"),
      `SELECT u.account_id, u.arn AS subject_arn, TRUE AS applies, t.n > 0 AS fails, u.created_at AS aged_from, u.created_at AS since ${from}`,
    );
    const result = await runCli(["audit", "report.csv", "--controls", "nosy"], { cwd });
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toMatch(/Permission Error: .*hostname/);
    writeFileSync(
      join(own, "cases.yaml"),
      'version: 1\nas_of: "2021-01-24T00:00:00Z"\ncases:\n  - name: one\n    rows: {iam_users: [{account_id: "111122223333", arn: "arn:aws:iam::111122223333:user/ann"}]}\n    expect: {subject: pass}\n',
    );
    const tested = await runCli(["controls", "test", "nosy-check", "--controls", "nosy"], { cwd });
    expect([tested.code, tested.stdout]).toEqual([2, ""]);
    expect(tested.stderr).toMatch(/Permission Error: .*hostname/);
  });

  test("output may be cut off by the reader", async () => {
    const { spawnSync } = await import("node:child_process");
    const bin = new URL("../dist/bin.js", import.meta.url).pathname;
    const sql = "SELECT i FROM range(300000) r(i)";
    const command = `"${process.execPath}" "${bin}" query "${sql}" --format ndjson | head -1`;
    const result = spawnSync("bash", ["-c", `set -o pipefail; ${command}`], { cwd, encoding: "utf8" });
    expect([result.stdout, result.status]).toEqual(['{"i":0}\n', 0]);
    expect(result.stderr).toMatch(/^1 account as of [^\n]*\n$/);
  });
});
