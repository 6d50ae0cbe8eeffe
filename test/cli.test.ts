import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ANN, AS_OF, HEADER, REPORT } from "./report-fixture.js";
import { auditJson, control, runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

beforeAll(() => writeFileSync(join(cwd, "report.csv"), REPORT));

describe("audit of a file", () => {
  test("verdicts, the same from a file, a folder, a pattern and standard input", async () => {
    mkdirSync(join(cwd, "evidence"), { recursive: true });
    writeFileSync(join(cwd, "evidence", "a.csv"), REPORT);
    const outputs = [];
    for (const [source, input] of [["report.csv"], ["evidence"], ["evid*/*.csv"], ["-", REPORT]] as const) {
      const result = await runCli(["audit", source, ...AS_OF, "--format", "json"], {
        cwd,
        ...(input && { input }),
      });
      expect(result.code).toBe(0);
      outputs.push(result.stdout);
    }
    expect(new Set(outputs).size).toBe(1);
    const audit = JSON.parse(outputs[0] ?? "");
    expect(control(audit, "user-key-rotation")).toMatchObject({
      fail: 1,
      pass: 1,
      population: 2,
      percent: 50,
    });
    expect(control(audit, "user-console-mfa")).toMatchObject({ fail: 0, pass: 1, unknown: 1 });
    expect(control(audit, "user-key-at-setup")).toMatchObject({ fail: 1, pass: 1 });
    expect(control(audit, "user-unused")).toMatchObject({ fail: 1, pass: 1 });
    expect(control(audit, "root-recent-use")).toMatchObject({ fail: 1, population: 1 });
    expect(control(audit, "root-access-key")).toMatchObject({ fail: 1 });
  });

  test("--standalone settles what membership leaves open", async () => {
    for (const value of ["all", "111122223333"]) {
      const result = await runCli(
        ["audit", "report.csv", ...AS_OF, "--standalone", value, "--format", "json"],
        { cwd },
      );
      expect(control(auditJson(result), "user-console-mfa")).toMatchObject({ fail: 1, unknown: 0 });
    }
    const wrong = await runCli(["audit", "report.csv", "--standalone", "12"], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("12 digits")]);
  });

  test("--set changes a parameter; a typo is said", async () => {
    const set = (value: string) =>
      runCli(["audit", "report.csv", ...AS_OF, "--format", "json", "--set", value], { cwd });
    const result = await set("user-key-rotation.max_age_days=10");
    expect(control(auditJson(result), "user-key-rotation").fail).toBe(2);
    for (const [value, message] of [
      ["user-key-rotatoin.max_age_days=10", "there is no control user-key-rotatoin"],
      ["user-key-rotation.max_age=10", "has no parameter max_age"],
      ["user-key-rotation.max_age_days=ten", "a whole number from 1 to 3650"],
      ["nonsense", "is not CONTROL.PARAMETER=VALUE"],
    ] as const) {
      const bad = await set(value);
      expect([bad.code, bad.stdout]).toEqual([2, ""]);
      expect(bad.stderr).toContain(message);
    }
  });

  test("iamspect.yaml sets parameters for all and for some accounts; a bad one names its line", async () => {
    const config = join(cwd, "settings.yaml");
    writeFileSync(
      config,
      'version: 1\ncontrols:\n  user-key-rotation: {max_age_days: 3650}\noverrides:\n  - accounts: ["111122223333"]\n    controls: {user-key-rotation: {max_age_days: 10}}\n',
    );
    const result = await runCli(["audit", "report.csv", ...AS_OF, "--format", "json", "--config", config], {
      cwd,
    });
    expect(control(auditJson(result), "user-key-rotation").fail).toBe(2);
    writeFileSync(config, "version: 1\ncontrols:\n  user-key-rotation: 3\n");
    const bad = await runCli(["audit", "report.csv", "--config", config], { cwd });
    expect([bad.code, bad.stderr]).toEqual([
      2,
      expect.stringMatching(/settings\.yaml:3: controls\.user-key-rotation/),
    ]);
  });

  test("--set wins over iamspect.yaml, over its overrides too; what it leaves alone stays", async () => {
    const config = join(cwd, "own.yaml");
    writeFileSync(
      config,
      "version: 1\ncontrols:\n  user-key-rotation: {max_age_days: 10}\n  user-unused: {max_idle_days: 3650}\n" +
        'overrides:\n  - accounts: ["111122223333"]\n    controls: {user-key-rotation: {max_age_days: 20}}\n',
    );
    const fails = async (...args: string[]) => {
      const command = ["audit", "report.csv", ...AS_OF, "--format", "json", "--config", config, ...args];
      const audit = auditJson(await runCli(command, { cwd }));
      return ["user-key-rotation", "user-unused"].map((id) => control(audit, id).fail);
    };
    expect(await fails()).toEqual([2, 0]);
    expect(await fails("--set", "user-key-rotation.max_age_days=90")).toEqual([1, 0]);
    expect(await fails("--set", "user-key-rotation.max_age_days=3650")).toEqual([0, 0]);
  });

  test("--framework aws-config judges by the rules' names and parameters", async () => {
    const args = ["audit", "report.csv", ...AS_OF, "--format", "json", "--framework", "aws-config"];
    const audit = auditJson(await runCli(args, { cwd }));
    expect(audit.prevalence.slice(0, 3).map(({ control_id: id, fail }) => [id, fail])).toEqual([
      ["mfa-enabled-for-iam-console-access", 1],
      ["access-keys-rotated", 1],
      ["iam-user-unused-credentials-check", 1],
    ]);
    const wide = auditJson(
      await runCli([...args, "--set", "access-keys-rotated.maxAccessKeyAge=10"], { cwd }),
    );
    expect(control(wide, "access-keys-rotated").fail).toBe(2);
    const none = await runCli(["audit", "report.csv", "--framework", "nist"], { cwd });
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining("Choose from: aws-config, cis-1.2,"),
    ]);
  });

  test("--fail-on gives 3, missing evidence 4, and 3 wins", async () => {
    const code = async (...args: string[]) => (await runCli(["audit", ...args, ...AS_OF], { cwd })).code;
    expect(await code("report.csv", "--fail-on", "critical")).toBe(3);
    expect(await code("report.csv", "--control", "user-mfa-device", "--fail-on", "high")).toBe(0);
    writeFileSync(join(cwd, "broken.csv"), `${REPORT}\nbob,arn:aws:iam::111122223333:user/bob,2020`);
    expect(await code("broken.csv")).toBe(4);
    expect(await code("broken.csv", "--fail-on", "critical")).toBe(3);
    expect(await code("report.csv", "--control", "user-key-rotation", "--require-complete")).toBe(0);
    expect(await code("report.csv", "--control", "user-console-mfa", "--require-complete")).toBe(4);
  });

  test("an unreadable row is unknown, named with its line, and the others are judged", async () => {
    const result = await runCli(["audit", "broken.csv", ...AS_OF, "--format", "json"], { cwd });
    expect(result.stderr).toContain("broken.csv:5: the row cannot be read");
    // Unknown are the user of the row and, since the report is not whole, who else the account may have.
    expect(control(auditJson(result), "user-key-rotation")).toMatchObject({ fail: 1, pass: 1, unknown: 2 });
  });

  test("without any time in the input the clock decides, and it is said", async () => {
    const { stderr } = await runCli(["audit", "report.csv"], { cwd });
    expect(stderr).toContain("No file says when its report was made: the audit time is now");
  });
});

describe("findings", () => {
  beforeAll(() => runCli(["audit", "report.csv", ...AS_OF, "--lake", "own-lake"], { cwd }));
  const findings = (...args: string[]) =>
    runCli(["findings", "--format", "ndjson", "--lake", "own-lake", ...args], { cwd });

  test("those that fail or are unknown; all with --status all; the columns of a finding", async () => {
    const parse = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const open = parse((await findings()).stdout);
    expect(new Set(open.map(({ status }) => status))).toEqual(new Set(["fail", "unknown"]));
    const all = parse((await findings("--status", "all")).stdout);
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set(["fail", "unknown", "pass", "not_applicable"]),
    );
    const key = open.find((one) => one.control_id === "user-key-rotation");
    expect(key).toMatchObject({
      account_id: "111122223333",
      subject_arn: "arn:aws:iam::111122223333:user/team/ann",
      subject_kind: "iam_user",
      credential: "access_key",
      slot: 1,
      status: "fail",
      since: "2020-03-31T00:00:06Z",
      aged_from: "2020-01-01T00:00:05Z",
      tier: 1825,
      severity: "medium",
      title: "Active access keys are no older than 90 days",
      evidence: { active: true, created_at: "2020-01-01T00:00:05Z", last_used_at: null },
    });
    expect(key?.reason).toContain("2,517 days before the audit (limit 90)");
    expect(key?.finding_id).toMatch(/^[0-9a-f]{32}$/);
  });

  test("narrowed by control and account; unknown names are refused", async () => {
    const { stdout } = await findings("--control", "root-mfa", "--status", "pass");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    const refused = async (...args: string[]) => {
      const { code, stdout: none, stderr } = await findings(...args);
      expect([code, none]).toEqual([2, ""]);
      return stderr;
    };
    expect(await refused("--account", "111122223332")).toContain('Did you mean "111122223333"?');
    expect(await refused("--control", "root-mfaa")).toContain('Did you mean "root-mfa"?');
    expect(await refused("--user", "anne")).toContain('Did you mean "ann"');
    expect(await refused("--framework", "cis-5")).toContain('"cis-5.0"');
    expect(await refused("--severity", "hi")).toContain("there is no severity");
    expect(await refused("--limit", "0")).toContain("--limit 100");
    expect(await refused("--owner", "nobody")).toContain("has no owner");
    expect(await refused("--ou", "/Nowhere")).toContain("has no organizational unit");
    expect((await findings("--status", "open")).stderr).toContain("there is no status");
  });

  test("hostile names are disarmed in tables and spreadsheets", async () => {
    const evil = ANN.replace(/^ann,/, "=cmd@x,")
      .replace("user/team/ann", "user/=cmd@x")
      .replace("2020-01-01T00:00:05Z,N/A,N/A", "2020-01-01T00:00:05Z,N/A,\u001b[31mred");
    writeFileSync(join(cwd, "evil.csv"), [HEADER, evil].join("\n"));
    await runCli(["audit", "evil.csv", ...AS_OF, "--lake", "evil-lake"], { cwd });
    const sql = "SELECT user_name, access_key_1_last_used_region AS region FROM iam_users";
    const table = await runCli(["query", sql, "--lake", "evil-lake"], { cwd });
    expect(table.stdout).toContain("\\u{1b}[31mred");
    expect(table.stdout).not.toContain("\u001b");
    const sheet = await runCli(["query", sql, "--lake", "evil-lake", "--format", "csv"], { cwd });
    expect(sheet.stdout.split("\n")[1]).toMatch(/^'=cmd/);
  });
});

describe("query is fenced", () => {
  beforeAll(() => runCli(["audit", "report.csv", ...AS_OF], { cwd }));

  test.each([
    ["COPY (SELECT 1) TO 'out.csv'", /Only one SELECT|Permission/],
    ["SELECT 1; SELECT 2", /Only one SELECT is run: 2 statements/],
    ["SELECT * FROM read_csv('report.csv')", /Permission/],
    ["ATTACH 'x.db'", /Only one SELECT/],
    ["SELEC 1", /syntax error/],
  ])("%s", async (sql, message) => {
    const result = await runCli(["query", sql], { cwd });
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(2);
    expect(existsSync(join(cwd, "out.csv"))).toBe(false);
  });

  test("an endless query is ended", async () => {
    const endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c";
    const result = await runCli(["query", endless, "--timeout", "1"], { cwd });
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining("longer than 1 s")]);
  });

  test("rows come as they are asked for, in every format", async () => {
    const sql = "SELECT i, 'a,b' AS t FROM range(3) r(i)";
    const format = async (name: string) => (await runCli(["query", sql, "--format", name], { cwd })).stdout;
    expect(await format("csv")).toBe('i,t\n0,"a,b"\n1,"a,b"\n2,"a,b"\n');
    expect(await format("ndjson")).toBe('{"i":0,"t":"a,b"}\n{"i":1,"t":"a,b"}\n{"i":2,"t":"a,b"}\n');
    expect(JSON.parse(await format("json"))).toHaveLength(3);
    expect(await format("table")).toMatch(/\n\nI {2}T\n0 {2}a,b\n1 {2}a,b\n2 {2}a,b\n$/);
  });
});

describe("the lake", () => {
  test("snapshots are listed, verified and pruned, and readable by their owner only", async () => {
    const lake = join(cwd, "lake");
    for (const day of ["21", "22", "23"]) {
      await runCli(["collect", "report.csv", "--as-of", `2026-11-${day}`, "--lake", lake], { cwd });
    }
    const list = JSON.parse(
      (await runCli(["snapshots", "list", "--lake", lake, "--format", "json"], { cwd })).stdout,
    );
    expect(list.map(({ as_of: asOf }: { as_of: string }) => asOf.slice(0, 10))).toEqual([
      "2026-11-21",
      "2026-11-22",
      "2026-11-23",
    ]);
    for (const name of readdirSync(lake, { recursive: true, encoding: "utf8" })) {
      const { mode } = statSync(join(lake, name));
      expect([name, (mode & 0o077).toString(8)]).toEqual([name, "0"]);
    }
    expect((await runCli(["snapshots", "verify", "--lake", lake], { cwd })).code).toBe(0);
    const named = ["snapshots", "verify", "20261121", "latest", "--lake", lake, "--format", "json"];
    expect(JSON.parse((await runCli(named, { cwd })).stdout)).toMatchObject([
      { snapshot_id: list[0].snapshot_id, result: "whole" },
      { snapshot_id: list[2].snapshot_id, result: "whole" },
    ]);
    const plan = await runCli(["snapshots", "prune", "--keep", "1", "--lake", lake], { cwd });
    expect(plan.stdout.match(/2026112[12]T/g)).toHaveLength(2);
    await runCli(["snapshots", "prune", "--keep", "1", "--yes", "--lake", lake], { cwd });
    const left = await runCli(["snapshots", "list", "--lake", lake, "--format", "ndjson"], { cwd });
    expect(left.stdout.trim().split("\n")).toHaveLength(1);
  });

  test("a changed file is found by verify and refused by readers", async () => {
    const lake = join(cwd, "changed");
    await runCli(["collect", "report.csv", ...AS_OF, "--lake", lake], { cwd });
    const [dir = ""] = readdirSync(join(lake, "iam_users"));
    writeFileSync(join(lake, "iam_users", dir, "part-00000.parquet"), "not Parquet");
    const verify = await runCli(["snapshots", "verify", "--lake", lake], { cwd });
    expect([verify.code, verify.stdout]).toEqual([1, expect.stringContaining("was changed")]);
    const read = await runCli(["findings", "--lake", lake], { cwd });
    expect([read.code, read.stderr]).toEqual([1, expect.stringContaining("snapshots verify")]);
  });

  test("a lake that is not there or cannot be made is said", async () => {
    const none = await runCli(["findings", "--lake", join(cwd, "nowhere")], { cwd });
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("holds no snapshot")]);
    const file = await runCli(["audit", "report.csv", "--lake", join(cwd, "report.csv")], { cwd });
    expect([file.code, file.stderr]).toEqual([1, expect.stringContaining("cannot be written")]);
  });
});
