import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  arn,
  type ExceptionsFolder,
  exceptionsFolder,
  type FindingJson,
  HOSTILE,
  OURS,
} from "./exceptions-support.js";
import { runCli, scratch } from "./run-cli.js";

let place: ExceptionsFolder;
beforeAll(async () => {
  place = await exceptionsFolder();
});
beforeEach(() => writeFileSync(place.file, OURS));
afterAll(() => place.remove());
const run = (...args: string[]) => place.run(...args);

describe("add", () => {
  const WHY = ["--owner", "ann", "--reason", "A vendor's tool: until summer", "--approved-by", "ciso"];
  const add = (subject: string, ...args: string[]) =>
    run(
      "exceptions",
      "add",
      "--control",
      "user-unused",
      "--subject",
      subject,
      ...WHY,
      "--expires",
      "2027-05-31",
      ...args,
    );

  test("writes behind what is there, which stays as it is, and shows what it covers", async () => {
    const { code, stdout, stderr } = await add(arn(HOSTILE), "--ticket", "RISK-2");
    expect([code, stderr]).toEqual([0, expect.stringContaining("It covers 1 finding of this snapshot:")]);
    expect(stderr).toMatch(/user-unused +arn:aws:iam::111122223333:user\/o'brien,"<b> +finding [0-9a-f]{32}/);
    expect(stdout).toContain("active");
    const text = readFileSync(place.file, "utf8");
    expect(text.startsWith(OURS)).toBe(true);
    expect(text.slice(OURS.length)).toContain("ticket: RISK-2");
    expect(text.slice(OURS.length)).toContain("created: 2026-11-23");
    const { stdout: json } = await run(
      "findings",
      "--control",
      "user-unused",
      "--excepted",
      "yes",
      "--format",
      "json",
    );
    expect((JSON.parse(json) as FindingJson[]).map(({ subject_arn }) => subject_arn)).toEqual([arn(HOSTILE)]);
  });

  test("twice is refused, until the first has ended", async () => {
    expect((await add("ann")).code).toBe(0);
    const before = readFileSync(place.file, "utf8");
    const again = await add("ann");
    expect([again.code, again.stderr]).toEqual([
      2,
      expect.stringContaining(
        "exceptions.yaml:20: exception user-unused-ann says this already, until 2027-05-31",
      ),
    ]);
    expect(readFileSync(place.file, "utf8")).toBe(before);
    writeFileSync(
      place.file,
      before.replaceAll("2027-05-31", "2026-11-22").replaceAll("2026-11-23", "2026-11-01"),
    );
    expect((await add("ann")).code).toBe(0);
    expect(readFileSync(place.file, "utf8")).toContain("- id: user-unused-ann-2");
  });

  test("a subject that is not there is refused, unless --force", async () => {
    const strange = await add(arn("nobody"));
    expect([strange.code, strange.stderr]).toEqual([
      2,
      expect.stringMatching(/Nothing in snapshot \S+ is arn:/),
    ]);
    expect(readFileSync(place.file, "utf8")).toBe(OURS);
    const forced = await add(arn("nobody"), "--force");
    expect([forced.code, forced.stderr]).toEqual([0, expect.stringContaining("matches nothing")]);
  });

  test("every option that is missing or wrong is told at once, and nothing is written", async () => {
    const { code, stderr } = await run("exceptions", "add", "--subject", "ci-*", "--expires", "soon");
    expect(code).toBe(2);
    for (const name of ["control", "subject", "owner", "reason", "approved-by", "expires"]) {
      expect(stderr).toMatch(new RegExp(`^ {2}--${name} `, "m"));
    }
    const typo = await run(
      "exceptions",
      "add",
      "--control",
      "user-unusd",
      "--subject",
      "ann",
      ...WHY,
      "--expires",
      "2027-05-31",
    );
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('no control "user-unusd"')]);
    expect(readFileSync(place.file, "utf8")).toBe(OURS);
  });

  test("where there is no file yet it makes one, also without a snapshot", async () => {
    const empty = scratch();
    try {
      const args = ["exceptions", "add", "--control", "user-unused", "--subject", "ann", ...WHY];
      const made = await runCli([...args, "--expires", "2099-05-31"], { cwd: empty.dir });
      expect([made.code, made.stderr]).toEqual([
        0,
        expect.stringContaining("nobody can tell what this covers"),
      ]);
      const list = await runCli(["exceptions", "check"], { cwd: empty.dir });
      expect([list.code, list.stderr]).toEqual([0, expect.stringContaining("is well formed")]);
    } finally {
      empty.remove();
    }
  });
});
