import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { runCli } from "./run-cli.js";

interface FixJson {
  readonly fix: string;
  readonly title: string;
  readonly users: number;
  readonly credentials: number;
  readonly risk_removed: number;
  readonly cumulative: number;
  readonly cumulative_percent: number;
  readonly effort: number;
  readonly reversible: boolean;
  readonly subjects: readonly string[];
  readonly owners: readonly { owner: string | null; users: number; risk_removed: number }[];
  readonly unit: { org_id: string; ou_path: string } | null;
}

let folder: DemoFolder;
const DEMO = ["--demo", "--with-policies"];
const run = (...args: string[]) => runCli([...args, ...DEMO], { cwd: folder.dir });

async function fixes(...args: string[]): Promise<FixJson[]> {
  const { code, stdout, stderr } = await run("fix-first", "--format", "json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as FixJson[];
}

let all: FixJson[];
beforeAll(async () => {
  folder = await demoFolder("with-policies");
  all = await fixes("--top", "all");
});
afterAll(() => folder?.remove());

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

describe("fix-first on the demonstration with policies", () => {
  test("the first five fixes name users, risk removed and effort", () => {
    expect(all.length).toBeGreaterThan(20);
    for (const fix of all.slice(0, 5)) {
      expect(fix.users).toBeGreaterThan(100);
      expect(fix.risk_removed).toBeGreaterThan(1000);
      expect(fix.effort).toBeGreaterThan(1);
      expect(fix.title).toMatch(/\d/);
    }
  });

  test("its arithmetic holds: the curve is the sum of the fixes, and rises ever more slowly", () => {
    let cumulative = 0;
    for (const [index, fix] of all.entries()) {
      cumulative += fix.risk_removed;
      expect(fix.cumulative).toBeCloseTo(cumulative, 6);
      expect(fix.risk_removed).toBeLessThanOrEqual(all[index - 1]?.risk_removed ?? Number.POSITIVE_INFINITY);
      expect(sum(fix.owners.map((one) => one.risk_removed))).toBeCloseTo(fix.risk_removed, 6);
    }
    expect(all.at(-1)?.cumulative_percent).toBeLessThanOrEqual(100);
  });

  test("a user of a fix is counted once, whatever it has", () => {
    for (const fix of all) {
      expect(fix.subjects).toHaveLength(fix.users);
      expect(new Set(fix.subjects).size).toBe(fix.users);
      expect(fix.credentials).toBeGreaterThanOrEqual(fix.users);
    }
  });

  test("the risk of a fix is that of its users, as explain prints it", async () => {
    const first = all.find(({ fix }) => fix === "deactivate-keys-never-used");
    const arn = first?.subjects[0] ?? "";
    const { stdout } = await run("explain", arn, "--format", "json");
    const { risk } = JSON.parse(stdout) as {
      risk: {
        points: number;
        credentials: { credential: string; points: number; factors: { id: string }[] }[];
      };
    };
    expect(sum(risk.credentials.map(({ points }) => points))).toBeCloseTo(risk.points, 6);
    const neverUsed = risk.credentials.filter(({ factors }) => factors.some(({ id }) => id === "never-used"));
    const users = await run("fix-first", "--users", "--format", "ndjson", "--top", "all");
    const rows = users.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { fix: string; arn: string; risk_removed: number });
    const row = rows.find((one) => one.arn === arn && one.fix === first?.fix);
    expect(row?.risk_removed).toBeCloseTo(sum(neverUsed.map(({ points }) => points)), 6);
    expect(sum(rows.map((one) => one.risk_removed))).toBeCloseTo(all.at(-1)?.cumulative ?? 0, 2);
  });

  test("guardrails are for units of organizations in which they can bind", () => {
    const guardrails = all.filter(({ unit }) => unit !== null);
    expect(guardrails.length).toBeGreaterThan(5);
    for (const { title, unit } of guardrails) {
      expect(title).toContain(
        unit?.ou_path === "/" ? `organization ${unit.org_id}` : `OU ${unit?.ou_path} of`,
      );
    }
  });

  test("by effort, the work that pays most for an hour comes first", async () => {
    const byEffort = await fixes("--by", "effort", "--top", "8");
    const perHour = byEffort.map(({ risk_removed: risk, effort }) => risk / effort);
    for (const [index, value] of perHour.entries()) {
      // Effort is printed with one decimal.
      expect(value).toBeLessThanOrEqual((perHour[index - 1] ?? Number.POSITIVE_INFINITY) * 1.05);
    }
    expect(sum(byEffort.slice(0, 3).map(({ effort }) => effort))).toBeLessThan(
      sum(all.slice(0, 3).map(({ effort }) => effort)),
    );
  });

  test("the same input gives the same bytes", async () => {
    expect(await fixes("--top", "all")).toEqual(all);
  });

  test("for people: the list, who, whose, what could break, how to undo it", async () => {
    const { code, stdout } = await run("fix-first", "--top", "3");
    expect(code).toBe(0);
    expect(stdout).toContain("points of risk on");
    expect(stdout).toMatch(/^1 {2}\S.*yes$/m);
    for (const label of ["who:", "owners:", "could break:", "undo:"]) {
      expect(stdout.split(label)).toHaveLength(4);
    }
    expect(stdout).toMatch(/more fixes: --top all lists them/);
  });

  test("CSV for those who must do it has owner and last use", async () => {
    const { stdout } = await run("fix-first", "--users", "--top", "1", "--format", "csv");
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(all[0]?.users ?? 0);
    for (const row of rows)
      expect(row).toMatchObject({ fix: all[0]?.fix, account_id: expect.stringMatching(/^\d{12}$/) });
    expect(new Set(rows.map(({ owner_from: from }) => from))).toContain("tag owner");
  });
});

describe("settings", () => {
  const config = (name: string, text: string): string => {
    const file = join(folder.dir, name);
    writeFileSync(file, text);
    return file;
  };

  test("kinds and owners can be said in iamspect.yaml", async () => {
    const file = config(
      "people.yaml",
      "version: 1\nusers:\n  - {kind: machine, name: '*'}\nowners:\n  - {owner: everything, account: '*'}\n",
    );
    const list = await fixes("--config", file, "--top", "all");
    expect(list.map(({ fix }) => fix)).not.toContain("attach-mfa-policy");
    for (const { owners } of list) expect(owners.map(({ owner }) => owner)).toEqual(["everything"]);
  });

  test("what is wrong in them is named with its line", async () => {
    const file = config("wrong.yaml", "version: 1\nusers:\n  - {kind: robot, name: x}\n");
    const { code, stderr } = await run("fix-first", "--config", file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/wrong\.yaml:3: users\.0\.kind/);
  });

  test("--top wants a number", async () => {
    const { code, stderr } = await run("fix-first", "--top", "some");
    expect(code).toBe(2);
    expect(stderr).toContain('--top "some" is not a number of fixes');
  });
});
