import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scorecard } from "../src/model/results/scorecard.js";
import { AS_OF, REPORT } from "./report-fixture.js";
import { type AuditJson, auditJson, control, runCli, scratch } from "./run-cli.js";

const folder = scratch();
const cwd = folder.dir;
afterAll(() => folder.remove());

beforeAll(() => {
  writeFileSync(join(cwd, "report.csv"), REPORT);
});

type Scored = AuditJson & { readonly scorecard?: Scorecard };

const run = (...args: string[]) => runCli(args, { cwd, env: { COLUMNS: "80" } });
const audit = async (...args: string[]) =>
  auditJson(await run("audit", "report.csv", ...AS_OF, "--format", "json", ...args)) as Scored;

function scorecard({ scorecard: found }: Scored): Scorecard {
  if (found === undefined) throw new Error("no scorecard");
  return found;
}

const requirement = (scored: Scored, id: string) =>
  scorecard(scored).requirements.find((one) => one.id === id);

describe("the scorecard of a standard", () => {
  test("has the numbers of an audit without it, by the same values", async () => {
    const scored = await audit("--framework", "cis-5.0");
    const plain = await audit("--require-complete", "--set", "user-unused-credential.max_idle_days=45");
    expect(plain.scorecard).toBeUndefined();
    const judged = scorecard(scored).requirements.filter(({ controls }) => controls.length > 0);
    expect(judged.length).toBeGreaterThan(9);
    for (const { id, fail, pass, unknown, not_applicable, controls } of judged) {
      const rows = controls.map((one) => control(plain, one));
      const sum = (name: "fail" | "pass" | "unknown" | "not_applicable") =>
        rows.reduce((all, row) => all + row[name], 0);
      expect([id, fail, pass, unknown, not_applicable]).toEqual([
        id,
        sum("fail"),
        sum("pass"),
        sum("unknown"),
        sum("not_applicable"),
      ]);
    }
    expect(requirement(scored, "1.10")).toMatchObject({ status: "fail", fail: 1, pass: 1 });
    expect(requirement(scored, "1.1")).toMatchObject({ status: "manual", controls: [] });
    // Policies are in no credential report.
    expect(requirement(scored, "1.14")).toMatchObject({ status: "unknown", fail: 0 });
  });

  test("counts every requirement, and what is unknown is not decided", async () => {
    const { summary, requirements } = scorecard(await audit("--framework", "cis-5.0"));
    expect(summary.requirements).toBe(63);
    expect(summary.unknown).toBeGreaterThan(0);
    expect(summary.decided + summary.unknown + summary.manual + summary.not_covered).toBe(63);
    expect(requirements.filter(({ status }) => status === "fail")).toHaveLength(summary.fail);
  });

  test("is told in 80 columns, and in rows for a spreadsheet and line by line", async () => {
    const { stdout } = await run("audit", "report.csv", ...AS_OF, "--framework", "cis-5.0");
    const lines = stdout.split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContain("1 Identity and access");
    expect(stdout).toMatch(/^1\.1 +L1 +manual +Contact details of the account are current$/m);
    expect(stdout).toMatch(/^1\.10 +L1 +fail 1 of 2 +Console users got no key at set-up$/m);
    expect(stdout).toMatch(/^\d+ of 63 requirements could be decided: \d+ pass/m);
    const csv = await run("audit", "report.csv", ...AS_OF, "--framework", "cis-5.0", "--format", "csv");
    expect(csv.stdout.split("\n")).toHaveLength(65);
    expect(csv.stdout).toMatch(/^id,section,level,title,coverage,status,fail,pass,/);
    const ndjson = await run(
      ...["audit", "report.csv", ...AS_OF, "--framework", "cis-5.0", "--format", "ndjson"],
    );
    expect(JSON.parse(ndjson.stdout.split("\n")[9] ?? "")).toMatchObject({ id: "1.10", status: "fail" });
  });

  test("one control with two limits is judged by both", async () => {
    const scored = await audit("--framework", "fsbp");
    expect(requirement(scored, "IAM.8")?.controls).toEqual(["user-unused-credential"]);
    expect(requirement(scored, "IAM.22")?.controls).toEqual(["user-unused-credential-45"]);
    const narrow = await audit("--framework", "fsbp", "--set", "IAM.22.max_idle_days=1");
    expect(requirement(narrow, "IAM.22")).toMatchObject({ fail: 2, controls: ["user-unused-credential-1"] });
    expect(requirement(narrow, "IAM.8")).toEqual(requirement(scored, "IAM.8"));
    // What is read after it is judged by the same.
    const listed = await run("findings", "--control", "user-unused-credential-1", "--format", "json");
    expect(JSON.parse(listed.stdout)).toHaveLength(4);
  });
});

describe("values and severities of one's own", () => {
  const fixed = "user-unused-credential.max_idle_days";

  test("a configuration does not change what a standard asks for", async () => {
    writeFileSync(
      join(cwd, "loose.yaml"),
      "version: 1\ncontrols: {user-unused-credential: {max_idle_days: 3650}}\n",
    );
    const loose = await audit("--framework", "cis-5.0", "--config", "loose.yaml");
    expect(scorecard(loose)).toEqual(scorecard(await audit("--framework", "cis-5.0")));
  });

  test("by hand it is set for the requirement", async () => {
    const args = ["audit", "report.csv", ...AS_OF, "--framework", "cis-5.0", "--set"];
    const refused = await run(...args, `${fixed}=3650`);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("--set 1.11.max_idle_days=3650"),
    ]);
    const set = await run(...args, "1.11.max_idle_days=3650");
    expect(set.stdout).toMatch(/^1\.11 +L1 +pass/m);
    expect(set.stdout.replace(/\s+/g, " ")).toContain("--framework cis-5.0, 1.11.max_idle_days=3650");
  });

  test("severities, which --fail-on follows", async () => {
    writeFileSync(join(cwd, "severe.yaml"), "version: 1\nseverities: {user-mfa-device: critical}\n");
    const severe = await audit("--config", "severe.yaml");
    expect(control(severe, "user-mfa-device")).toMatchObject({ severity: "critical" });
    const only = ["audit", "report.csv", ...AS_OF, "--control", "user-mfa-device", "--fail-on", "high"];
    expect((await run(...only)).code).toBe(0);
    expect((await run(...only, "--config", "severe.yaml")).code).toBe(3);
    writeFileSync(join(cwd, "typo.yaml"), "version: 1\nseverities: {user-mfa-devise: low}\n");
    const typo = await run("audit", "report.csv", ...AS_OF, "--config", "typo.yaml");
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining("no control user-mfa-devise")]);
  });
});

describe("a framework of one's own", () => {
  const OURS = `version: 1
kind: standard
id: ours
title: Rules of the house
requirements:
  - {id: "1.1", title: Keys are young, coverage: covered, controls: [{control: user-key-rotation, parameters: {max_age_days: 10}}]}
  - {id: "1.10", title: The door is locked, coverage: manual, note: Go and look.}
`;

  test("is judged, kept for what is read after it, and answers in findings", async () => {
    writeFileSync(join(cwd, "ours.yaml"), OURS);
    const scored = await audit("--framework", "ours.yaml", "--lake", "own");
    expect(scorecard(scored).requirements.map(({ id, status, fail }) => [id, status, fail])).toEqual([
      ["1.1", "fail", 2],
      ["1.10", "manual", 0],
    ]);
    const { stdout } = await run("findings", "--lake", "own", "--format", "json");
    const findings: { control_id: string; title: string; frameworks: object }[] = JSON.parse(stdout);
    expect(findings.map((one) => [one.control_id, one.title])).toEqual([
      ["user-key-rotation", "Keys are young"],
      ["user-key-rotation", "Keys are young"],
    ]);
    expect(findings[0]?.frameworks).toMatchObject({ ours: ["1.1"], "cis-5.0": ["1.13"], fsbp: ["IAM.3"] });
    const one = await run("findings", "--lake", "own", "--control", "1.1", "--format", "json");
    expect(JSON.parse(one.stdout)).toHaveLength(2);
  });

  test("with a fault it is refused, with file and line", async () => {
    writeFileSync(join(cwd, "bad.yaml"), OURS.replace('"1.10"', "1.10"));
    const { code, stderr } = await run("audit", "report.csv", ...AS_OF, "--framework", "./bad.yaml");
    expect([code, stderr]).toEqual([2, expect.stringContaining("bad.yaml:7")]);
    expect(stderr).toContain("1.10 is not 1.1");
  });
});

describe("controls", () => {
  test("frameworks lists the frameworks, and an unknown one names them", async () => {
    const { stdout } = await run("controls", "frameworks", "--format", "json");
    const all: { id: string; requirements: number }[] = JSON.parse(stdout);
    expect(all.find(({ id }) => id === "cis-5.0")?.requirements).toBe(63);
    const none = await run("controls", "list", "--framework", "cis-5");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("cis-5.0, cis-6.0, cis-7.0, fsbp")]);
  });

  test("list and show follow a standard", async () => {
    const list = await run("controls", "list", "--framework", "cis-5.0", "--format", "json");
    const rows: { id: string; parameters: string; requirements: string }[] = JSON.parse(list.stdout);
    expect(rows.find(({ id }) => id === "user-unused-credential")).toMatchObject({
      parameters: "max_idle_days=45",
      requirements: "1.11",
    });
    const show = await run("controls", "show", "1.11", "--framework", "cis-5.0");
    expect(show.stdout).toContain("cis-5.0: 1.11");
    const cases = await run("controls", "test", "1.11", "--framework", "cis-5.0");
    expect([cases.code, cases.stderr]).toEqual([0, expect.stringContaining("0 do not")]);
  });

  test("show tells every framework that a control answers", async () => {
    const { stdout } = await run("controls", "show", "root-mfa");
    for (const line of ["cis-1.2: 1.13", "cis-7.0: 2.5", "fsbp: IAM.9", "nist-csf-2.0: PR.AA-01"]) {
      expect(stdout).toContain(line);
    }
    expect(
      readFileSync(new URL("../controls/iam/root-mfa/control.yaml", import.meta.url), "utf8"),
    ).not.toMatch(/^mappings/m);
  });
});
