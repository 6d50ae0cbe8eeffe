import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { runCli } from "./run-cli.js";

interface FixJson {
  readonly fix: string;
  readonly title: string;
  readonly emergency: string | null;
  readonly owner?: string | null;
  readonly users: number;
  readonly credentials: number;
  readonly risk_removed: number;
  readonly cumulative: number;
  readonly cumulative_percent: number;
  readonly effort: { readonly hours: number };
  readonly reversible: boolean;
  readonly findings: { readonly resolved: number; readonly milder: number; readonly unchanged: number };
  readonly subjects: readonly {
    readonly arn: string;
    readonly account_id: string;
    readonly risk_removed: number;
  }[];
  readonly command: string;
  readonly owners: readonly { owner: string | null; users: number; risk_removed: number }[];
  readonly unit: { org_id: string; ou_path: string } | null;
}

let folder: DemoFolder;
const DEMO = ["--demo", "--with-policies"];
const run = (...args: string[]) => runCli([...args, ...DEMO], { cwd: folder.dir });

async function everything(...args: string[]): Promise<FixJson[]> {
  const { code, stdout, stderr } = await run("fix-first", "--format", "json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as FixJson[];
}

const collects = ({ fix }: FixJson) => fix.startsWith("collect:");

/** Without the evidence that is missing. */
const fixes = async (...args: string[]) => (await everything(...args)).filter((one) => !collects(one));

let all: FixJson[];
beforeAll(async () => {
  folder = await demoFolder("with-policies");
  all = await fixes("--top", "all");
});
afterAll(() => folder?.remove());

const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

describe("fix-first on the demonstration with policies", () => {
  test("emergencies come first, then most risk for an hour of work, then what removes none", () => {
    const urgent = all.filter(({ emergency }) => emergency !== null);
    expect(all.slice(0, urgent.length)).toEqual(urgent);
    expect(urgent.map(({ emergency }) => emergency).slice(0, 4)).toEqual([
      ...["public-keys", "root-keys", "root-without-mfa", "administrators-without-mfa"],
    ]);
    const perHour = all.slice(urgent.length).map(({ risk_removed: risk, effort }) => risk / effort.hours);
    for (const [index, value] of perHour.entries()) {
      // Hours are printed with two decimals. What overlaps only shrinks, and so do the hours: hence a little room.
      expect(value).toBeLessThanOrEqual((perHour[index - 1] ?? Number.POSITIVE_INFINITY) * 1.25);
    }
    expect(all.at(-1)?.risk_removed).toBe(0);
  });

  test("its arithmetic holds: the curve is the sum of the fixes", () => {
    let cumulative = 0;
    for (const fix of all) {
      cumulative += fix.risk_removed;
      expect(fix.cumulative).toBeCloseTo(cumulative, 6);
      expect(sum(fix.owners.map((one) => one.risk_removed))).toBeCloseTo(fix.risk_removed, 6);
      expect(sum(fix.subjects.map((one) => one.risk_removed))).toBeCloseTo(fix.risk_removed, 6);
    }
    expect(all.at(-1)?.cumulative_percent).toBeLessThanOrEqual(100);
  });

  test("a user of a fix is counted once, whatever it has", () => {
    for (const fix of all) {
      expect(new Set(fix.subjects.map(({ arn }) => arn)).size).toBe(fix.users);
      expect(fix.subjects.length).toBeGreaterThanOrEqual(fix.credentials);
    }
  });

  test("every failing finding is in a fix: the first lines say so, and --without-fix lists no user, root user or policy", async () => {
    const { stdout } = await run("fix-first", "--top", "1");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/([\d,]+) failing findings: \1 in a fix\./);
    const without = await run("findings", "--without-fix", "--format", "json");
    expect(without.code).toBe(0);
    // What lies around the users has no risk to be ranked by: it is in no fix, and the first screen tells of it.
    const left = JSON.parse(without.stdout) as { subject_kind: string }[];
    const kinds = new Set(left.map(({ subject_kind: kind }) => kind));
    for (const kind of ["iam_user", "root_user", "iam_policy"]) expect(kinds).not.toContain(kind);
  });

  test("evidence that is missing is a fix too, behind all others", async () => {
    const list = await everything("--top", "2");
    expect(list.slice(0, 2).some(collects)).toBe(false);
    expect(list.slice(2).length).toBeGreaterThan(0);
    for (const one of list.slice(2)) expect([collects(one), one.risk_removed]).toEqual([true, 0]);
  });

  test("hours: emergencies first, the hours of the list are no more, and what did not fit is said", async () => {
    const day = await fixes("--hours", "8");
    expect(sum(day.map(({ effort }) => effort.hours))).toBeLessThanOrEqual(8);
    expect(sum(day.map(({ effort }) => effort.hours))).toBeGreaterThan(7.5);
    expect(day[0]).toEqual(all[0]);
    for (const { emergency } of day) expect(emergency).not.toBeNull();
    const { stdout } = await run("fix-first", "--hours", "8");
    expect(stdout).toContain("EMERGENCIES");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /Did not fit into 8 hours: \d+ fixes for [\d,]+ credentials/,
    );
    const month = await fixes("--hours", "160");
    expect(sum(month.map(({ effort }) => effort.hours))).toBeLessThanOrEqual(160);
    expect(month.filter(({ emergency }) => emergency === null).length).toBeGreaterThan(2);
  });

  test("by owner: each owner's fixes stand together, and are theirs", async () => {
    const parts = await fixes("--by", "owner", "--top", "3");
    const owners = parts.map(({ owner }) => owner);
    expect(owners).toEqual([...new Set(owners)].flatMap((one) => owners.filter((other) => other === one)));
    expect(parts.at(-1)?.cumulative).toBeCloseTo(all[2]?.cumulative ?? 0, 6);
  });

  test("the risk of a fix is that of its users, as explain prints it", async () => {
    const first = all.find(({ fix }) => fix === "deactivate-keys-never-used");
    const arn = first?.subjects[0]?.arn ?? "";
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
    const own = rows.filter((one) => one.arn === arn && one.fix === first?.fix);
    expect(sum(own.map((one) => one.risk_removed))).toBeCloseTo(
      sum(neverUsed.map(({ points }) => points)),
      6,
    );
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

  test("the same input gives the same bytes", async () => {
    expect(await fixes("--top", "all")).toEqual(all);
  });

  test("for people: the list, who, whose, what to run, what could break, how to undo it", async () => {
    const { code, stdout } = await run("fix-first", "--top", "3");
    expect(code).toBe(0);
    expect(stdout).toContain("points of risk on");
    for (const label of ["WHO", "owners:", "   findings: ", "could break:", "undo:"]) {
      expect(stdout.split(label)).toHaveLength(4);
    }
    expect(stdout).toContain("iamspect findings --demo --with-policies --status fail");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/Not listed: \d+ fixes .* --top all lists them/);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("the command of a fix runs, and lists findings on its users", async () => {
    const fix = all.find((one) => one.fix === "remove-root-keys");
    expect(fix?.command).toMatch(/^iamspect findings /);
    const words = fix?.command.split(" ").slice(1) ?? [];
    const { code, stdout } = await runCli([...words, "--format", "json"], { cwd: folder.dir });
    const found = JSON.parse(stdout) as { subject_arn: string }[];
    expect([code, found.length]).toEqual([0, fix?.users]);
  });

  test("CSV for those who must do it has owner, command and last use", async () => {
    const { stdout } = await run("fix-first", "--users", "--top", "1", "--format", "csv");
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(all[0]?.subjects.length ?? 0);
    for (const row of rows)
      expect(row).toMatchObject({
        fix: all[0]?.fix,
        account_id: expect.stringMatching(/^\d{12}$/),
        command: expect.stringMatching(/^aws iam list-access-keys --user-name \S/),
      });
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

  test("options are looked at before anything is read", async () => {
    for (const [option, value] of [
      ["--top", "some"],
      ["--hours", "many"],
      ["--config", "nowhere.yaml"],
    ] as const) {
      const { code, stderr } = await runCli(["fix-first", "--lake", "/nonexistent", option, value], {
        cwd: folder.dir,
      });
      expect(code).toBe(2);
      expect(stderr).toContain(option === "--config" ? value : `${option} "${value}" is not`);
    }
  });

  test("--top wants a number", async () => {
    const { code, stderr } = await run("fix-first", "--top", "some");
    expect(code).toBe(2);
    expect(stderr).toContain('--top "some" is not a number of fixes');
  });
});
