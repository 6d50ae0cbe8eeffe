import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  arn,
  type ExceptionsFolder,
  entry,
  exceptionsFolder,
  type FindingJson,
  fileOf,
  HOSTILE,
  OURS,
} from "./exceptions-support.js";
import { AS_OF } from "./report-fixture.js";
import { auditJson, control, runCli, scratch } from "./run-cli.js";

let place: ExceptionsFolder;
beforeAll(async () => {
  place = await exceptionsFolder();
});
beforeEach(() => writeFileSync(place.file, OURS));
afterAll(() => place.remove());
const run = (...args: string[]) => place.run(...args);

const ROTATION = ["--control", "user-key-rotation", "--status", "fail"];
async function findings(...args: string[]): Promise<FindingJson[]> {
  const { code, stdout, stderr } = await run("findings", ...ROTATION, "--format", "json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as FindingJson[];
}

describe("findings", () => {
  test("stay fail, and tell the exception that covers them", async () => {
    const all = await findings();
    expect(all).toHaveLength(11);
    const of = (name: string) => all.find(({ subject_arn }) => subject_arn === arn(name));
    expect(of("team/ann")).toMatchObject({ status: "fail", exception: null });
    expect(of(HOSTILE)).toMatchObject({
      status: "fail",
      exception: { id: "one", owner: "ann@example.com", ticket: "RISK-1", expires: "2027-05-31" },
    });
    expect(of("ci-a")?.exception).toMatchObject({ id: "bots", ticket: null });
  });

  test("are filtered by it: yes and no are all", async () => {
    const [yes, no] = [await findings("--excepted", "yes"), await findings("--excepted", "no")];
    expect([yes.length, no.length]).toEqual([9, 2]);
    expect(no.map(({ exception }) => exception)).toEqual([null, null]);
  });

  test("passes are none of its business", async () => {
    const every = await findings("--status", "all");
    const pass = every.filter(({ status }) => status !== "fail");
    expect(pass.length).toBeGreaterThan(0);
    expect(pass.every(({ exception }) => exception === null)).toBe(true);
  });

  test("tell it beside the reason in the table, and in columns of their own in CSV", async () => {
    const { stdout, stderr } = await run("findings", ...ROTATION);
    expect(stdout.replace(/\s+/g, " ")).toMatch(
      /ci-a was created .* Excepted by \S+ until 2026-12-23 \(bots\)\./,
    );
    expect(stderr).toContain("exceptions.yaml: 2 exceptions cover 9 failing findings.");
    const plain = await run("findings", ...ROTATION, "--exceptions", "/dev/null").catch(String);
    expect(plain).toMatchObject({ code: 2 });
    const csv = await run("findings", ...ROTATION, "--format", "csv");
    expect(csv.stdout).toContain(",one,ann@example.com,RISK-1,2027-05-31,");
    writeFileSync(place.file, "version: 1\nexceptions: []\n");
    expect(await findings("--excepted", "yes")).toEqual([]);
  });
});

test("explain tells who accepted what fails", async () => {
  writeFileSync(place.file, OURS);
  const { code, stdout } = await run("explain", "ci-a");
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, " ")).toMatch(
    /medium user-key-rotation The access key .* Excepted by ann@example\.com until 2026-12-23 \(bots\)\./,
  );
  const json = JSON.parse((await run("explain", "ci-a", "--format", "json")).stdout) as {
    verdicts: { control_id: string; status: string; exception: { id: string } | null }[];
  };
  const covered = json.verdicts.filter(({ exception }) => exception !== null);
  expect(covered).toMatchObject([
    { control_id: "user-key-rotation", status: "fail", exception: { id: "bots" } },
  ]);
});

describe("audit", () => {
  const audit = (...args: string[]) => run("audit", "report.csv", "--standalone", "all", ...AS_OF, ...args);

  test("counts what is excepted beside what fails", async () => {
    for (const by of ["account", "organization", "year"]) {
      const all = auditJson(await audit("--format", "json", "--by", by));
      expect(control(all, "user-key-rotation")).toMatchObject({ fail: 11, excepted: 9 });
      expect(control(all, "user-unused")).toMatchObject({ fail: 11, excepted: 0 });
      const groups = (all.groups ?? []).flatMap(({ prevalence }) =>
        prevalence.filter((row) => row.control_id === "user-key-rotation" && row.population > 0),
      );
      expect([by, groups]).toMatchObject([by, [{ fail: 11, excepted: 9 }]]);
    }
    const { stdout } = await audit();
    expect(stdout).toMatch(/ FAIL +EXCEPTED +PERCENT /);
    expect(stdout).toMatch(/user-key-rotation +medium +11 +9 +91\.67 % /);
  });

  test("--fail-on looks past what is excepted, unless --count-excepted", async () => {
    const failOn = ["--control", "user-key-rotation", "--fail-on", "medium"];
    expect((await audit(...failOn)).code).toBe(3);
    writeFileSync(place.file, fileOf(entry("all", `{pattern: "${arn("*")}"}`)));
    expect((await audit(...failOn)).code).toBe(0);
    expect((await audit(...failOn, "--count-excepted")).code).toBe(3);
    // The day after its last the exception has ended: nothing but the audit time decides.
    const late = [...failOn, "--as-of", "2027-06-01", "--lake", "late"];
    expect((await run("audit", "report.csv", "--standalone", "all", ...late)).code).toBe(3);
  });

  test("the file may be named, on the command line or in iamspect.yaml, or be another for once", async () => {
    writeFileSync(join(place.cwd, "other.yaml"), fileOf(entry("ann", "{user_name: ann}")));
    writeFileSync(join(place.cwd, "iamspect.yaml"), "version: 1\nexceptions: other.yaml\n");
    try {
      expect((await findings("--excepted", "yes")).map((one) => one.exception?.id)).toEqual(["ann"]);
      const named = await findings("--excepted", "yes", "--exceptions", "exceptions.yaml");
      expect(named).toHaveLength(9);
    } finally {
      writeFileSync(join(place.cwd, "iamspect.yaml"), "version: 1\n");
    }
    const missing = await run("findings", "--exceptions", "nowhere.yaml");
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("nowhere.yaml")]);
  });
});

describe("fix-first", () => {
  test("leaves out what is excepted and says so, or counts it in", async () => {
    writeFileSync(
      place.file,
      fileOf(entry("bots", `{pattern: "${arn("ci-?")}"}`, { control: ALL_CONTROLS })),
    );
    const users = async (...args: string[]) => {
      const { code, stdout, stderr } = await run(
        "fix-first",
        "--users",
        "--format",
        "ndjson",
        "--top",
        "all",
        ...args,
      );
      expect([code, stderr.includes("error")]).toEqual([0, false]);
      return { stderr, text: stdout };
    };
    const left = await users();
    expect(left.text).toContain("team/ann");
    expect(left.text).not.toContain("ci-a");
    expect(left.stderr).toMatch(
      /exceptions\.yaml: [\d,]+ failing findings are excepted and left out; --count-excepted/,
    );
    const counted = await users("--count-excepted");
    expect(counted.text).toContain("ci-a");
    expect(counted.stderr).not.toContain("left out");
  });
});
/** Every control that a fix of fix-first may rest on. */
const ALL_CONTROLS = '["user-*"]';

describe("what is wrong with exceptions is said", () => {
  const BAD = fileOf(
    entry("first", `{user_name: ci-a}`),
    entry("second", `{pattern: "${arn("ci-[a]*")}"}`),
    entry("third", `{pattern: "${arn("ci-*")}"}`, { expires: "2026-12-01" }),
    entry("ended", `{user_name: ann}`, { expires: "2026-11-22" }),
    entry("broad", `{pattern: "${arn("*")}"}`, { expires: "2027-05-30" }),
    entry("typo", `{user_name: ann}`, { control: "user-key-rotatoin" }),
  );
  const KINDS = [
    ["second", "unmatched"],
    ["third", "expiring"],
    ["third", "overlapping"],
    ["ended", "expired"],
    ["broad", "too_broad"],
    ["broad", "overlapping"],
    ["typo", "no_control"],
  ];

  test("by check, in every format, each with its line", async () => {
    writeFileSync(place.file, BAD);
    const { code, stdout, stderr } = await run("exceptions", "check", "--format", "json");
    const problems = JSON.parse(stdout) as { place: string; id: string; problem: string; what: string }[];
    expect(problems.map(({ id, problem }) => [id, problem])).toEqual(KINDS);
    expect(problems.map(({ place }) => place)[0]).toBe("exceptions.yaml:11");
    expect(problems.find(({ id }) => id === "ended")?.what).toMatch(
      /1 day before the audit; other exceptions cover/,
    );
    expect(problems.find(({ id }) => id === "third")?.what).toContain("8 days after the audit");
    expect(problems.filter(({ problem }) => problem === "overlapping")[0]?.what).toContain("first");
    expect([code, stderr]).toEqual([0, expect.stringContaining("something is wrong with 4 of 6 exceptions")]);
    expect((await run("exceptions", "check")).stdout).toMatch(/^PLACE +ID +PROBLEM +WHAT\n/m);
  });

  test("--strict ends with 3 where somebody should act, and only there", async () => {
    writeFileSync(place.file, BAD);
    expect((await run("exceptions", "check", "--strict")).code).toBe(3);
    writeFileSync(place.file, fileOf(entry("a", "{user_name: ci-a}"), entry("b", "{user_name: ci-a}")));
    const overlapping = await run("exceptions", "check", "--strict");
    expect([overlapping.code, overlapping.stdout]).toEqual([0, expect.stringContaining("overlapping")]);
  });

  test("by list, with what each covers; by audit and findings in short", async () => {
    writeFileSync(place.file, BAD);
    const { stdout } = await run("exceptions", "list", "--format", "ndjson");
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ id, state, covers }) => [id, state, covers])).toEqual([
      ["first", "active", 1],
      ["second", "unmatched", 0],
      ["third", "expiring", 7],
      ["ended", "expired", 0],
      ["broad", "active", 3],
      ["typo", "no_control", 0],
    ]);
    const typos = await run("exceptions", "list", "--control", "user-key-rotatoin");
    expect(typos.stdout).toMatch(/\nID .*\ntypo +no such /);
    const { stderr } = await run("findings", ...ROTATION);
    for (const [id, , text] of [
      ["ended", "", "expired on 2026-11-22"],
      ["typo", "", "names controls that do not exist: user-key-rotatoin"],
      ["second", "", "matches nothing"],
      ["broad", "", "is too broad: the pattern fits every name"],
      ["third", "", "ends on 2026-12-01"],
    ]) {
      expect(stderr).toContain(`${id} ${text}`);
    }
  });

  test("a malformed file stops every command with 2, and everything in it is told at once", async () => {
    writeFileSync(
      place.file,
      fileOf(
        entry("a\u0009b".replace("\t", "_"), "{user_name: ci-a}", { expires: "2027-13-01" }),
        entry("b", `{arn: "\\e[31mred"}`).replace("owner", "ownr"),
      ),
    );
    for (const args of [
      ["findings"],
      ["fix-first"],
      ["exceptions", "check"],
      ["exceptions", "list"],
      ["audit", "report.csv"],
    ]) {
      const { code, stdout, stderr } = await run(...args);
      expect([args, code, stdout]).toEqual([args, 2, ""]);
      expect(stderr).toContain("exceptions.yaml: 2 exceptions are malformed.");
      expect(stderr).toMatch(/exceptions\.yaml:10: exception a_b: expires: must be/);
      expect(stderr).toMatch(/exceptions\.yaml:13: exception b: subject\.arn: must be an ARN/);
      expect(stderr).toMatch(/exception b: owner: is missing: who answers for it/);
      expect(stderr).toMatch(/exceptions\.yaml:14: exception b: .*"ownr"/);
    }
  });

  test("texts of the file are disarmed wherever people read them", async () => {
    const text = fileOf(entry("a", "{user_name: ci-a}").replace("ann@example.com", '"\\e[31m=red"'));
    writeFileSync(place.file, text);
    for (const args of [
      ["exceptions", "list"],
      ["findings", ...ROTATION],
      ["exceptions", "check"],
    ]) {
      const { stdout, stderr } = await run(...args);
      expect(stdout + stderr).not.toContain("\u001b");
    }
  });

  test("without a file there is nothing to check, and without a snapshot only its form", async () => {
    const empty = scratch();
    try {
      const none = await runCli(["exceptions", "check"], { cwd: empty.dir });
      expect([none.code, none.stderr]).toEqual([0, "There is no exceptions.yaml.\n"]);
      writeFileSync(join(empty.dir, "exceptions.yaml"), OURS);
      const form = await runCli(["exceptions", "check"], { cwd: empty.dir });
      expect([form.code, form.stderr]).toEqual([0, expect.stringContaining("is well formed")]);
      const wrong = await runCli(["exceptions", "remove"], { cwd: empty.dir });
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("Choose list, check or add")]);
    } finally {
      empty.remove();
    }
  });
});
