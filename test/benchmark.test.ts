import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { runCli } from "./run-cli.js";

interface Row {
  readonly source: string;
  readonly figure: string;
  readonly denominator: string;
  readonly published_percent: number;
  readonly published_numerator: number | null;
  readonly published_denominator: number | null;
  readonly fail: number | null;
  readonly population: number | null;
  readonly percent_low: number | null;
  readonly percent_high: number | null;
  readonly standing: string | null;
  readonly unlike: string | null;
}

let folder: DemoFolder;
const run = (...args: string[]) => runCli([...args, "--demo"], { cwd: folder.dir });
let rows: Row[];

beforeAll(async () => {
  folder = await demoFolder();
  const { code, stdout, stderr } = await run("benchmark", "--format", "json");
  if (code !== 0) throw new Error(stderr);
  rows = JSON.parse(stdout) as Row[];
});
afterAll(() => folder?.remove());

describe("benchmark of the demonstration", () => {
  test("stands where the published audit stands, to the unit", () => {
    const counted = rows.filter((row) => row.published_numerator !== null && row.fail !== null);
    expect(counted.length).toBeGreaterThan(12);
    for (const row of counted) {
      expect([row.figure, row.fail, row.population]).toEqual([
        row.figure,
        row.published_numerator,
        row.published_denominator,
      ]);
      expect(["alike", "open"]).toContain(row.standing);
    }
  });

  test("nothing is compared with another denominator, and nothing without data", () => {
    for (const row of rows.filter(({ unlike }) => unlike !== null)) {
      expect([row.fail, row.population, row.standing]).toEqual([null, null, null]);
    }
    const unlike = rows.filter((row) => row.unlike !== null).map(({ source }) => source);
    expect(new Set(unlike)).toContain("netskope-2021-storage");
    expect(new Set(unlike)).toContain("netskope-2021-networking");
  });

  test("says who stands lower or higher than others with the same denominator", () => {
    const active = rows.find(
      ({ source, figure }) => source === "datadog-2022" && figure.startsWith("IAM users"),
    );
    expect(active?.standing).toBe("lower");
    expect(active?.percent_high).toBeLessThan(72);
    const unused = rows.find(
      ({ source, figure }) => source === "datadog-2022" && figure.startsWith("of those"),
    );
    expect(unused).toMatchObject({ denominator: "IAM users with an active key", standing: "higher" });
    expect(unused?.population).toBe(active?.fail);
  });

  test("the settings of a configuration do not change the definition", async () => {
    const { writeFileSync } = await import("node:fs");
    const { join } = await import("node:path");
    const file = join(folder.dir, "iamspect.yaml");
    writeFileSync(file, "version: 1\ncontrols:\n  user-key-rotation: {max_age_days: 700}\n");
    const { stdout } = await run("benchmark", "--format", "json");
    expect(JSON.parse(stdout)).toEqual(rows);
  });

  test("for people: source, cohort, denominator, definition", async () => {
    const { stdout } = await run("benchmark", "--source", "netskope-2021-iam-users");
    expect(stdout).toContain("12,478");
    expect(stdout).toMatch(/fails user-key-rotation +IAM users +60\.75 % +60\.75 %/);
    expect(stdout.replace(/\s+/g, " ")).toContain("so only the 178 standalone accounts");
    expect(stdout).not.toContain("datadog");
    const quoted = await run("benchmark", "--source", "datadog-2025");
    expect(quoted.stdout.replace(/\s+/g, " ")).toContain("as quoted by others");
  });

  test("a source that does not exist is named, with those that do", async () => {
    const { code, stderr } = await run("benchmark", "--source", "nobody");
    expect(code).toBe(2);
    expect(stderr).toContain("datadog-2024");
  });
});
