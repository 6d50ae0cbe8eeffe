import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { idOf, shareOf } from "../src/analyse/cohort/test-shares.js";
import type { Share, SharedControl } from "../src/model/share.js";
import { plainText } from "../src/report/text.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

const root = scratch();
afterAll(() => root.remove());
let count = 0;
let folder: string;
beforeEach(() => {
  count += 1;
  folder = join(root.dir, String(count));
  mkdirSync(folder);
});

const put = (name: string, content: Share | string) =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const cohort = (...args: string[]) =>
  runCli(["cohort", ".", ...args], { cwd: folder, env: { COLUMNS: "200" } });
const one = (number: number, more: Partial<Share> = {}, control: Partial<SharedControl> = {}) =>
  shareOf([control], { organization: idOf(number), ...more });
const json = ({ stdout }: CliResult) => JSON.parse(stdout);

test("two organizations: pooled counts, both intervals, quartiles; as table, JSON, NDJSON and CSV", async () => {
  put("a.json", one(1));
  put("b.json", one(2, {}, { fail: 6, pass: 1 }));
  const result = await cohort("--format", "json");
  expect([result.code, result.stderr]).toEqual([0, ""]);
  expect(json(result)).toMatchObject({
    organizations: 2,
    suppressed: 0,
    users: 20,
    months: ["2026-11"],
    not_counted: [],
    controls: [
      {
        control_id: "user-unused",
        fail: 9,
        population: 20,
        percent: 45,
        // Wilson's for 9 of 20: Newcombe's tables give 0.2582 to 0.6579.
        interval_of_subjects: [25.82, 65.79],
        quartiles: { q1: 37.5, median: 45, q3: 52.5 },
        // The definition in these files is none of this program's.
        published: null,
        title: null,
      },
    ],
  });
  const table = await cohort();
  expect(table.stdout).toMatch(
    /user-unused +2 +9 +20 +45\.00 % .*25\.82-65\.79 % +37\.50 % +45\.00 % +52\.50 %/,
  );
  expect(JSON.parse((await cohort("--format", "ndjson")).stdout)).toMatchObject({ fail: 9, percent: 45 });
  expect((await cohort("--format", "csv")).stdout.trim().split("\n")).toHaveLength(2);
});

test("the order of the files changes no byte", async () => {
  put("a.json", one(1));
  put("b.json", one(2, {}, { fail: 6, pass: 1 }));
  const [forth, back] = [
    ["a.json", "b.json"],
    ["b.json", "a.json"],
  ].map((files) => runCli(["cohort", ...files, "--format", "json"], { cwd: folder }));
  expect((await forth)?.stdout).toBe((await back)?.stdout);
});

test("suppressed counts become bounds, and it is said", async () => {
  put("a.json", one(1, { min_cell: 5 }, { fail: [1, 5], pass: [2, 6] }));
  put("b.json", one(2));
  const { controls } = json(await cohort("--format", "json"));
  expect(controls[0]).toMatchObject({ fail: [4, 8], population: 20, percent: [20, 40], design_effect: null });
  const { stdout } = await cohort();
  expect(stdout).toMatch(/user-unused +2 +4-8 +20 +20\.00-40\.00 %/);
  expect(stdout).toContain("1 of the files tells counts only to within some");
});

test("other definitions and parameters are counted apart, under what tells them apart", async () => {
  put("a.json", one(1));
  put("b.json", one(2, {}, { definition: "ba9876543210" }));
  put("c.json", one(3, {}, { parameters: { max_idle_days: 45 } }));
  const { stdout, code } = await cohort();
  expect(code).toBe(0);
  expect(stdout.match(/^user-unused +1 /gm)).toHaveLength(3);
  for (const which of ["0123456789ab max_idle_days=90", "ba9876543210 max_idle_days=90", "max_idle_days=45"])
    expect(stdout).toContain(which);
  expect(stdout).toContain("Counted apart, for their definitions or parameters differ: user-unused.");
});

describe("an organization counts once", () => {
  test("the same file twice, under two names and as a link", async () => {
    put("a.json", one(1));
    put("b.json", JSON.stringify(one(1), null, 2));
    symlinkSync(join(folder, "a.json"), join(folder, "c.json"));
    const result = await cohort("--format", "json");
    expect([result.code, json(result).organizations, json(result).users]).toEqual([0, 1, 10]);
    expect(result.stderr).toContain("b.json says the same as a.json, and is counted once.");
  });

  test("by its newest month", async () => {
    put("a.json", one(1, { month: "2026-10", users: 9 }));
    put("b.json", one(1));
    const result = await cohort("--format", "json");
    expect([result.code, json(result).users, json(result).months]).toEqual([0, 10, ["2026-11"]]);
    expect(result.stderr).toContain("shared again in a later month");
  });

  test("and not at all where two files of one month say different things", async () => {
    put("a.json", one(1));
    put("b.json", one(1, {}, { fail: 4, pass: 3 }));
    put("c.json", one(2));
    const result = await cohort("--format", "json");
    expect([result.code, json(result).organizations]).toEqual([4, 1]);
    expect(result.stderr).toContain(
      "a.json and b.json are of one organization and month (2026-11), but say different things",
    );
  });
});

describe("what is no shared file is refused by name, the others are counted", () => {
  const good = JSON.stringify(one(2));
  const colours = "\u001b]0;owned\u0007\u001b[31m";
  const bidi = "\u202e\u2066\u009b31m";
  const cases: [string, string, string][] = [
    ["no JSON", `${colours}{`, "is not JSON"],
    ["a list", "[]", "the file: "],
    ["empty", "", "is not JSON"],
    ["a member more", good.replace('"version"', `"${bidi}":1,"version"`), "Unrecognized key"],
    ["an escaped member", good.replace('"version"', '"\\u001b[31m":1,"version"'), "holds \\ or __proto__"],
    [
      "a prototype",
      good.replace('"version":1', '"version":1,"__proto__":{"month":"2026-01"}'),
      "holds \\ or __proto__",
    ],
    ["another version", good.replace('"version":1', '"version":2'), "version: "],
    ["a name with colours", good.replace("user-unused", colours), "is not JSON"],
    ["a name that turns the line", good.replace("user-unused", bidi), "control_id: "],
    [
      "a parameter with colours",
      good.replace('"max_idle_days":90', `"scope":"${bidi}"`),
      "parameters.scope: ",
    ],
    ["a negative count", good.replace('"fail":3', '"fail":-3'), "controls.0.fail: Too small"],
    ["a broken count", good.replace('"fail":3', '"fail":3.5'), "controls.0.fail: must be a count"],
    ["an immense count", good.replace('"fail":3', '"fail":1e300'), "controls.0.fail: Too big"],
    [
      "more failing than there are",
      good.replace('"fail":3', '"fail":30'),
      "the four statuses add up to 37, the population is 10",
    ],
    [
      "an empty range",
      good.replace('"min_cell":null', '"min_cell":5').replace('"fail":3', '"fail":[5,1]'),
      "the first number must be below the second",
    ],
    ["a deep nest", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "the file: "],
    ["a large file", `${good}${" ".repeat(300_000)}`, "shared files have at most 262144"],
  ];

  test.each(cases)("%s", async (_, text, why) => {
    put("bad.json", text);
    put("good.json", one(1));
    for (const format of ["table", "json"]) {
      const result = await cohort("--format", format);
      expect(result.code).toBe(4);
      expect(result.stderr).toContain("Not counted: bad.json");
      expect(result.stderr).toContain(why);
      // Nothing that `plainText` would have to disarm is left.
      for (const line of `${result.stdout}${result.stderr}`.split("\n")) expect(plainText(line)).toBe(line);
      if (format === "json")
        expect(json(result)).toMatchObject({ organizations: 1, not_counted: [{ file: "bad.json" }] });
    }
  });

  test("a link to a file that never ends, and a folder", async () => {
    symlinkSync("/dev/zero", join(folder, "endless.json"));
    mkdirSync(join(folder, "folder.json"));
    put("good.json", one(1));
    const result = await cohort("--format", "json");
    expect([result.code, json(result).organizations]).toEqual([4, 1]);
    expect(result.stderr).toContain("endless.json cannot be read. It is not a regular file");
    expect(result.stderr).toContain("folder.json cannot be read. It is not a regular file");
  });

  test("a file whose own name moves the cursor", async () => {
    put(`${colours}.json`, "{");
    put("good.json", one(1));
    const result = await cohort();
    expect([result.code, result.stderr.includes("\u001b")]).toEqual([4, false]);
  });

  test("where none is left, that is an error", async () => {
    put("bad.json", "{}");
    const result = await cohort();
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain("None of the files can be counted");
  });
});

test.each([
  [["cohort"], "Which files?"],
  [["cohort", "."], "no .json file"],
  [["cohort", "missing.json"], "cannot be read"],
])("%j is wrong usage", async (args, why) => {
  const { code, stderr } = await runCli(args, { cwd: folder });
  expect([code, stderr.includes(why)]).toEqual([2, true]);
});
