import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditJson, auditJson, type CliResult, control, runCli, scratch } from "./run-cli.js";

const folder = scratch();
let result: CliResult;
let audit: AuditJson;

beforeAll(async () => {
  result = await runCli(["audit", "--demo", "--format", "json"], { cwd: folder.dir });
  audit = auditJson(result);
});
afterAll(() => folder.remove());

/** Counts as published in "A Real-World Look at AWS Best Practices: IAM User Accounts" (Netskope, 2021-05-06). */
describe("audit --demo finds the published figures to the unit", () => {
  test("the cohort", () => {
    expect(result.code).toBe(0);
    expect(audit.as_of).toBe("2021-01-24T00:00:00Z");
    expect(audit.coverage).toEqual({ accounts: 1143, complete: 1143, incomplete: 0 });
    for (const row of audit.prevalence.filter(({ control_id: id }) => id.startsWith("user-"))) {
      expect(row.population).toBe(12_478);
      expect(row.fail + row.pass + row.unknown + row.not_applicable).toBe(12_478);
    }
  });

  test.each([
    ["user-console-mfa", 773, 6.19],
    ["user-key-at-setup", 1331, 10.67],
    ["user-single-active-key", 830, 6.65],
    ["user-key-rotation", 7580, 60.75],
    ["user-unused", 6211, 49.78],
  ])("%s: %i users", (id, fail, percent) => {
    const row = control(audit, id);
    expect([row.fail, row.percent]).toEqual([fail, percent]);
    expect([row.published?.numerator, row.published?.denominator]).toEqual([fail, 12_478]);
  });

  test("the tiers and their populations", () => {
    const tiers = (id: string) =>
      control(audit, id).tiers.map((tier) => [tier.older_than_days, tier.fail, tier.population]);
    expect(tiers("user-single-active-key")).toEqual([
      [30, 799, 12_100],
      [90, 720, 11_395],
      [365, 445, 8001],
    ]);
    expect(tiers("user-key-rotation")).toEqual([
      [90, 7580, 12_478],
      [365, 4931, 12_478],
      [1825, 245, 12_478],
    ]);
    expect(tiers("user-unused")).toEqual([
      [90, 6211, 12_478],
      [365, 3549, 12_478],
    ]);
  });

  test("31 possible rotations, counted apart", () => {
    expect(control(audit, "user-single-active-key").labels).toEqual([
      expect.objectContaining({ id: "possible_rotation", count: 31 }),
    ]);
  });

  test("console users without a device in organizations whose SCPs were not collected are unknown", () => {
    expect(control(audit, "user-console-mfa").unknown).toBe(1391);
  });

  test("root figures that round to the published ones", () => {
    expect(control(audit, "root-recent-use")).toMatchObject({ fail: 34, population: 1143, percent: 2.97 });
    expect(control(audit, "root-access-key")).toMatchObject({ fail: 46, percent: 4.02 });
    expect(control(audit, "root-mfa")).toMatchObject({ fail: 97, percent: 8.49 });
  });

  test("the oldest key, the longest unused console sign-in, the longest unused active key", async () => {
    const ask = async (sql: string) => {
      const answer = await runCli(["query", sql, "--demo", "--format", "json"], { cwd: folder.dir });
      return (JSON.parse(answer.stdout) as Record<string, unknown>[])[0];
    };
    const month = (seconds: unknown) => new Date(Number(seconds) * 1000).toISOString().slice(0, 7);
    const keys = await ask("SELECT min(oldest_active_key_at) AS t FROM iam_users");
    expect(month(keys?.t)).toBe("2011-08");
    const console_ = await ask(
      "SELECT min(last_activity_at) AS t FROM iam_users WHERE password_enabled AND active_keys = 0",
    );
    expect(month(console_?.t)).toBe("2014-03");
    const used = await ask(
      "SELECT min(used) AS t FROM (SELECT access_key_1_last_used_at AS used FROM iam_users WHERE access_key_1_active" +
        " UNION ALL SELECT access_key_2_last_used_at FROM iam_users WHERE access_key_2_active) k",
    );
    expect(month(used?.t)).toBe("2015-04");
  });
});

describe("the demonstration", () => {
  test("prints the result beside the published figures and says how to go on", async () => {
    const { code, stdout, stderr } = await runCli(["audit", "--demo"], { cwd: folder.dir });
    expect(code).toBe(0);
    expect(stdout).toMatch(/user-console-mfa +high +773 +12,478 +6\.19 % +1,391 +6\.19 %/);
    expect(stdout).toMatch(/^WHAT TO DO FIRST\n.*\n! {2}Remove the access keys of 46 root users /m);
    expect(stdout).toMatch(/^Published: .*Netskope/m);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(stderr).toContain("  iamspect fix-first --demo --hours 8");
    expect(stderr).toContain("  iamspect audit report.json");
  });

  test("gives the same bytes twice, also from files written to another folder", async () => {
    // Commands that it proposes open the lake that was audited.
    const plain = (text: string) => text.replaceAll(/ --(demo|lake other)/g, "");
    const again = await runCli(["audit", "--demo", "--format", "json"], { cwd: folder.dir });
    expect(again.stdout).toBe(result.stdout);
    expect((await runCli(["demo", "cohort"], { cwd: folder.dir })).code).toBe(0);
    const other = await runCli(["audit", "cohort", "--format", "json", "--lake", "other"], {
      cwd: folder.dir,
    });
    expect(plain(other.stdout)).toBe(plain(result.stdout));
    const list = async (args: string[]) =>
      (await runCli(["findings", "--format", "ndjson", ...args], { cwd: folder.dir })).stdout;
    expect(plain(await list(["--lake", "other"]))).toBe(plain(await list(["--demo"])));
  });

  test("counts add up by organization, and standalone accounts stand by themselves", async () => {
    const grouped = auditJson(
      await runCli(["audit", "--demo", "--format", "json", "--by", "organization"], { cwd: folder.dir }),
    );
    const groups = grouped.groups ?? [];
    const sum = (id: string) =>
      groups.reduce(
        (total, { prevalence }) => total + (prevalence.find((row) => row.control_id === id)?.fail ?? 0),
        0,
      );
    expect(sum("user-key-rotation")).toBe(7580);
    expect(groups.length).toBeGreaterThan(300);
    const standalone = groups.find(({ group }) => group === "standalone");
    expect(standalone?.prevalence.find((row) => row.control_id === "user-console-mfa")?.fail).toBe(773);
  });

  test("counts add up by year of creation, users only, and every user of the demonstration has a year", async () => {
    const { stdout, stderr } = await runCli(["audit", "--demo", "--format", "json", "--by", "year"], {
      cwd: folder.dir,
    });
    const groups = (JSON.parse(stdout) as AuditJson).groups ?? [];
    expect(groups.map(({ group }) => group)).toEqual(
      Array.from({ length: 11 }, (_, index) => String(2011 + index)),
    );
    for (const total of audit.prevalence.filter(({ control_id: id }) => id.startsWith("user-"))) {
      const rows = groups.map(({ prevalence }) => control({ ...audit, prevalence }, total.control_id));
      const sum = (count: (row: typeof total) => number) => rows.reduce((all, row) => all + count(row), 0);
      const counts = (["fail", "pass", "unknown", "not_applicable", "population"] as const).map((name) => [
        name,
        sum((row) => row[name]),
        total[name],
      ]);
      for (const [name, years, all] of counts)
        expect([total.control_id, name, years]).toEqual([total.control_id, name, all]);
      for (const [index, tier] of total.tiers.entries()) {
        expect(sum((row) => row.tiers[index]?.fail ?? 0)).toBe(tier.fail);
        expect(sum((row) => row.tiers[index]?.population ?? 0)).toBe(tier.population);
      }
    }
    expect(
      groups.some(({ prevalence }) => prevalence.some(({ control_id: id }) => id.startsWith("root-"))),
    ).toBe(false);
    expect(stderr).toContain("Controls on root users and policies are not part of it");
  });

  test("percentages have Wilson's interval, in the table only where it was asked for", async () => {
    const row = control(audit, "user-console-mfa");
    expect(row.interval).toEqual([5.79, 6.63]);
    expect(control(audit, "user-unused").tiers.map(({ interval }) => interval)).toEqual([
      [48.9, 50.65],
      [27.66, 29.24],
    ]);
    const { stdout } = await runCli(["audit", "--demo", "--intervals"], { cwd: folder.dir });
    expect(stdout).toMatch(/user-console-mfa +high +773 +6\.19 % +5\.79-6\.63 % +1,391 +6\.19 %/);
    expect(stdout).toMatch(/older than 365( days)? +3,549 +28\.44 % +27\.66-29\.24 % /);
  });

  test("findings agree with prevalence, and every finding id is there once", async () => {
    const { stdout } = await runCli(["findings", "--demo", "--format", "ndjson", "--status", "fail"], {
      cwd: folder.dir,
    });
    const findings = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { control_id: string; subject_arn: string; finding_id: string });
    for (const { control_id: id, fail } of audit.prevalence) {
      const subjects = new Set(findings.filter((one) => one.control_id === id).map((one) => one.subject_arn));
      expect([id, subjects.size]).toEqual([id, fail]);
    }
    expect(new Set(findings.map((one) => one.finding_id)).size).toBe(findings.length);
  });
});
