import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { auditJson, type CliResult, control, runCli } from "./run-cli.js";

interface TuneJson {
  readonly control_id: string;
  readonly fail: number;
  readonly tried: readonly {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly current: boolean;
    readonly fail: number;
    readonly pass: number;
    readonly unknown: number;
    readonly adds: number;
    readonly drops: { readonly subjects: number; readonly safe: string | null };
    readonly looser_than: readonly { readonly standard: string; readonly subjects: number }[];
  }[];
  readonly recommendation: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly changes: boolean;
    readonly reason: string;
  } | null;
  readonly pitfalls: readonly { readonly text: string; readonly subjects: number }[];
}

let folder: DemoFolder;
const place = (name: string) => join(folder.dir, name);
const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
const parsed = ({ code, stdout, stderr }: CliResult): TuneJson[] => {
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as TuneJson[];
};
const tune = async (...args: string[]) => parsed(await run("tune", "--demo", "--format", "json", ...args));

let demo: TuneJson[];
beforeAll(async () => {
  folder = await demoFolder();
  demo = await tune();
});
afterAll(() => folder?.remove());

const found = (all: readonly TuneJson[], id: string) => {
  const one = all.find(({ control_id: name }) => name === id);
  if (one === undefined) throw new Error(`no ${id}`);
  return one;
};

describe("tune on the demonstration", () => {
  test("the count at each setting is what an audit with it counts", async () => {
    for (const one of found(demo, "user-key-rotation").tried) {
      const { max_age_days: days } = one.settings;
      if (days !== 30 && days !== 365) continue;
      const args = ["--control", "user-key-rotation", "--set", `user-key-rotation.max_age_days=${days}`];
      const audit = control(
        auditJson(await run("audit", "--demo", "--format", "json", ...args)),
        "user-key-rotation",
      );
      expect([days, one.fail, one.pass, one.unknown]).toEqual([days, audit.fail, audit.pass, audit.unknown]);
    }
    // What an audit was judged by, others are shown by.
    expect((await run("audit", "--demo", "--format", "json")).code).toBe(0);
  });

  test("looser and stricter add up to the difference, and nothing unsafe is recommended", () => {
    for (const { tried, recommendation, fail } of demo) {
      for (const one of tried) expect(one.fail).toBe(fail + one.adds - one.drops.subjects);
      if (recommendation?.changes !== true) continue;
      const chosen = tried.find(
        ({ settings }) => JSON.stringify(settings) === JSON.stringify(recommendation.settings),
      );
      expect(["yes", null]).toContain(chosen?.drops.safe);
      for (const { standard } of chosen?.looser_than ?? []) expect(recommendation.reason).toContain(standard);
    }
  });

  test("where it misleads in this data, with counts", () => {
    expect(found(demo, "user-console-mfa").pitfalls).toEqual([
      {
        text: "The service control policies of the organization were not collected.",
        subjects: 1391,
        verdicts: { unknown: 1391 },
      },
    ]);
    expect(found(demo, "user-single-active-key").pitfalls).toMatchObject([{ subjects: 31 }]);
  });

  test("for people, and in every format; the same bytes again", async () => {
    const { stdout } = await run("tune", "--demo");
    expect(stdout).toMatch(/^ {2}\* {2}max_age_days 90 +7,580/m);
    const flat = stdout.replace(/\s+/g, " ");
    expect(flat).toContain("recommended: keep max_age_days 90: it is what CIS 5.0 1.13");
    expect(flat).toMatch(
      /pitfalls that concern several controls The service control policies .*user-console-mfa 1,391 unknown/,
    );
    expect(flat).toMatch(/1 setting would change: --write puts/);
    expect((await run("tune", "--demo")).stdout).toBe(stdout);
    const csv = await run("tune", "--demo", "--format", "csv");
    expect(parse(csv.stdout, { columns: true })).toHaveLength(demo.length);
  });

  test("one control, under a framework's names", async () => {
    const [one, ...others] = await tune("--framework", "aws-config", "--control", "access-keys-rotated");
    expect(others).toEqual([]);
    expect(one?.recommendation?.settings).toEqual({ maxAccessKeyAge: 90 });
  });
});

describe("--write", () => {
  const MINE = "# ours\nversion: 1\ncontrols:\n  user-unused: {max_idle_days: 45} # strict\n";
  beforeEach(() => writeFileSync(place("iamspect.yaml"), MINE));

  test("shows the change and asks; without a terminal nothing is written", async () => {
    const { code, stderr } = await run("tune", "--demo", "--write");
    expect(code).toBe(2);
    expect(stderr).toContain("Changes of iamspect.yaml:");
    expect(stderr).toContain("+     tolerate_rotation: true");
    expect(stderr).toContain("--yes");
    expect(readFileSync(place("iamspect.yaml"), "utf8")).toBe(MINE);
  });

  test("with --yes it is written beside what was there, audits judge by it, and tune has no more to say", async () => {
    const before = control(folder.audit, "user-single-active-key");
    const first = await run("tune", "--demo", "--write", "--yes");
    expect(first.code).toBe(0);
    expect(readFileSync(place("iamspect.yaml"), "utf8")).toBe(
      `${MINE.trimEnd()}\n  user-single-active-key:\n    tolerate_rotation: true\n`,
    );
    const after = control(
      auditJson(await run("audit", "--demo", "--format", "json")),
      "user-single-active-key",
    );
    expect(before.fail - after.fail).toBe(31);
    const again = await run("tune", "--demo", "--write", "--yes");
    expect(again.stdout).toContain("Nothing needs another setting.");
    expect(again.stderr).toContain("Nothing to write to iamspect.yaml");
  });

  test("a file that is named is begun; the data stays alone on standard output", async () => {
    const { code, stdout } = await run("tune", "--demo", "--format", "json", "--write", "new.yaml", "--yes");
    expect([code, JSON.parse(stdout) as unknown]).toEqual([0, expect.any(Array)]);
    expect(readFileSync(place("new.yaml"), "utf8")).toContain("version: 1\n");
    const judged = await run("audit", "--demo", "--format", "json", "--config", "new.yaml");
    expect(control(auditJson(judged), "user-single-active-key").fail).toBe(799);
  });

  test("what cannot be is refused before anything is done", async () => {
    expect((await run("tune", "--demo", "--yes")).stderr).toContain("--yes goes with --write");
    const framework = await run("tune", "--demo", "--framework", "aws-config", "--write", "x.yaml");
    expect([framework.code, existsSync(place("x.yaml"))]).toEqual([2, false]);
    writeFileSync(place("bad.yaml"), "version: 1\nnonsense: true\n");
    const bad = await run("tune", "--demo", "--write", "bad.yaml", "--yes");
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain("bad.yaml");
    expect(readFileSync(place("bad.yaml"), "utf8")).toContain("nonsense");
  });
});
