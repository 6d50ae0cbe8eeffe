import { beforeAll, describe, expect, test } from "vitest";
import {
  ACCOUNT,
  csv,
  inAccount,
  key,
  password,
  type ReportRow,
  reportJson,
  root,
  user,
} from "./test-report.js";
import { at, type Reading, readFiles } from "./test-support.js";

const ann = user("ann", { mfa_active: "true" });
const other = { ...ann, mfa_active: "false" };
const conflict = (name: string) =>
  `arn:aws:iam::${ACCOUNT}:user/${name} is there more than once, with different values. It cannot be told which row is true: the user counts as unknown. Remove the wrong one.`;
const states = ({ users }: Reading) =>
  users.map(({ user_name, in_report, mfa_active }) => [user_name, in_report, mfa_active]);

describe("a user named twice", () => {
  test("in equal rows is one user", async () => {
    const reading = await readFiles({ "a.csv": csv([root(), ann, ann, root(), user("bob"), ann]) });
    expect(states(reading)).toEqual([
      ["ann", true, true],
      ["bob", true, false],
    ]);
    expect([reading.problems, reading.roots.length]).toEqual([[], 1]);
    expect(reading.coverage(ACCOUNT, "credential_report").status).toBe("ok");
  });

  test("in rows that mean the same, written differently, is one user", async () => {
    const shout = {
      ...ann,
      mfa_active: "TRUE",
      user_creation_time: "2020-01-01T00:00:00+00:00",
      cert_1_last_rotated: "n/a",
    };
    const reading = await readFiles({ "a.csv": csv([root(), ann, shout]) });
    expect([states(reading), reading.problems]).toEqual([[["ann", true, true]], []]);
  });

  test("in different rows is unknown, and every such row is named", async () => {
    const reading = await readFiles({
      "a.csv": csv([root(), ann, user("bob"), other]),
      "b.csv": csv([user("cat"), other]),
    });
    expect(states(reading)).toEqual([
      ["ann", false, null],
      ["bob", true, false],
      ["cat", true, false],
    ]);
    expect(reading.problems).toEqual([
      `a.csv:3: ${conflict("ann")}`,
      `a.csv:5: ${conflict("ann")}`,
      `b.csv:3: ${conflict("ann")}`,
    ]);
    expect(reading.coverage(ACCOUNT, "credential_report").status).toBe("error");
  });

  test("in rows that differ in one value of a column is unknown, whatever column", async () => {
    const values: ReportRow[] = [
      { user: "Ann" },
      { access_key_1_last_used_region: "eu-west-1" },
      { cert_2_active: "true" },
      { password_next_rotation: "2030-01-01T00:00:00Z" },
      { mfa_active: "N/A" },
    ];
    const rows = values.flatMap((value, i) => {
      const row = user(`user-${i}`);
      return [row, { ...row, ...value }];
    });
    const { users, problems } = await readFiles({ "a.csv": csv(rows) });
    expect(users.map(({ in_report }) => in_report)).toEqual(values.map(() => false));
    expect(problems.length).toBe(rows.length);
  });

  test("once in a row that cannot be read is unknown", async () => {
    const cut = csv([ann]).split("\n")[1]?.slice(0, 90);
    const reading = await readFiles({ "a.csv": `${csv([ann])}\n${cut}` });
    expect(states(reading)).toEqual([["ann", false, null]]);
    expect(reading.problems.length).toBeGreaterThan(0);
  });

  test("root in different rows is unknown", async () => {
    const reading = await readFiles({ "a.csv": csv([root(), root({ mfa_active: "false" }), ann]) });
    expect(reading.root()).toMatchObject({ mfa_active: null, has_credentials: null, use_known: null });
    expect(states(reading)).toEqual([["ann", true, true]]);
    expect(reading.problems.length).toBe(2);
  });
});

describe("an account in several reports", () => {
  const id = (index: number) => String(400_000_000_000 + index);
  const used = (day: string) => user("ann", password(`2026-11-${day}T00:00:00Z`));
  const on = (day: string) => `2026-11-${day}T12:00:00Z`;
  let reading: Reading;
  beforeAll(async () => {
    const files: Record<string, string> = {};
    const put = (index: number, name: string, rows: ReportRow[], generated?: string) => {
      const text = csv(inAccount(id(index), rows));
      files[`${id(index)}/${name}`] = generated === undefined ? text : reportJson(text, generated);
    };
    // 0: GeneratedTime decides, not the events and not the order of the files.
    put(0, "a.json", [used("01")], on("10"));
    put(0, "b.json", [used("02")], on("08"));
    // 1: without it the newest event does.
    put(1, "a.csv", [used("02"), user("gone")]);
    put(1, "b.csv", [used("05")]);
    // 2: one file tells it, the other does not: the newest event of that stands for it.
    put(2, "a.csv", [used("12")]);
    put(2, "b.json", [used("01")], on("10"));
    // 3: one of them was made after the audit time: it is no evidence for it.
    put(3, "a.json", [used("01")], on("10"));
    put(3, "b.json", [used("02")], on("16"));
    // 4: all of them were.
    put(4, "a.json", [root(), used("01"), user("bob")], on("16"));
    // 5: the same report twice.
    put(5, "a.json", [root(), used("01")], on("10"));
    put(5, "b.json", [root(), used("01")], on("10"));
    // 6: of one time, but different.
    put(6, "a.json", [used("01"), user("bob")], on("10"));
    put(6, "b.json", [used("02"), user("bob")], on("10"));
    // 7: only the time of another account's report is later: nothing is wrong.
    put(7, "a.json", [used("01")], on("03"));
    // 8: a bad row in the report that is not used spoils nothing of the one that is.
    put(8, "a.json", [used("01"), user("bob", { mfa_active: "?" })], on("03"));
    put(8, "b.json", [used("02"), user("bob")], on("04"));
    reading = await readFiles(files, { asOf: "2026-11-15T00:00:00Z" });
  });

  const usersOf = (index: number) =>
    reading.users
      .filter(({ account_id }) => account_id === id(index))
      .map(({ user_name, in_report, password_last_used_at }) => [
        user_name,
        in_report,
        password_last_used_at,
      ]);
  const day = (of: string) => at(`2026-11-${of}T00:00:00Z`);

  test.each([
    [0, "the newest GeneratedTime wins", [["ann", true, day("01")]]],
    [1, "without GeneratedTime the newest event wins", [["ann", true, day("05")]]],
    [2, "a report without GeneratedTime is at least as new as its newest event", [["ann", true, day("12")]]],
    [3, "one later than the audit time is set aside", [["ann", true, day("01")]]],
    [
      4,
      "alone, one later than the audit time leaves its users unknown",
      [
        ["ann", false, null],
        ["bob", false, null],
      ],
    ],
    [5, "the same report twice is one", [["ann", true, day("01")]]],
    [
      6,
      "different reports of one time contradict each other",
      [
        ["ann", false, null],
        ["bob", true, null],
      ],
    ],
    [7, "an older report of one account alone is used", [["ann", true, day("01")]]],
    [
      8,
      "the rows of a report that is not used do not count",
      [
        ["ann", true, day("02")],
        ["bob", true, null],
      ],
    ],
  ])("%i: %s", (index, _, users) => {
    expect(usersOf(index)).toEqual(users);
  });

  test("the time of the report that was used is told", () => {
    const times = [0, 1, 3, 5, 7].map(
      (index) => reading.coverage(id(index), "credential_report").generated_at,
    );
    expect(times).toEqual([at(on("10")), null, at(on("10")), at(on("10")), at(on("03"))]);
  });

  test("each choice is noted", () => {
    const note = (index: number) => `Account ${id(index)} is in 2 reports; the newest one is used.`;
    expect(reading.notes).toEqual([0, 1, 2, 3, 8].map(note));
  });

  test("a report of the future is a problem of its account alone, with the way out", () => {
    const late = `${id(4)}/a.json: the report of account ${id(4)} was made at 2026-11-16T12:00:00Z, later than the audit time 2026-11-15T00:00:00Z. Its users count as unknown. Leave out --as-of, or name an older report.`;
    expect(reading.problems.filter((text) => text.includes("was made at"))).toEqual([late]);
    expect(reading.coverage(id(4), "credential_report").status).toBe("error");
    expect(reading.root(id(4)).has_credentials).toBeNull();
  });

  test("reports that contradict each other are named with their lines", () => {
    expect(
      reading.problems.filter((text) => text.includes("more than once")).map((text) => text.slice(0, 21)),
    ).toEqual([`${id(6)}/a.json:2`, `${id(6)}/b.json:2`]);
  });
});

describe("the audit time", () => {
  const files = {
    "a.json": reportJson(csv([ann]), "2026-11-20T08:00:00Z"),
    "b.json": reportJson(csv(inAccount("222233334444", [ann])), "2026-11-21T09:00:00+00:00"),
    "c.csv": csv(inAccount("333344445555", [ann])),
  };

  test("is what a person set", async () => {
    const { manifest, notes } = await readFiles(files, { asOf: "2026-11-22T00:00:00Z" });
    expect(manifest.as_of).toBe("2026-11-22T00:00:00Z");
    expect(manifest.snapshot_id).toMatch(/^20261122T000000Z-/);
    expect(notes).toEqual([]);
  });

  test("else the newest GeneratedTime, and it is said", async () => {
    const { manifest, notes } = await readFiles(files, { asOf: null });
    expect(manifest.as_of).toBe("2026-11-21T09:00:00Z");
    expect(notes).toEqual(["The audit time is 2026-11-21T09:00:00Z, when the newest report was made."]);
  });

  test("else now, and it is said", async () => {
    const recent = { "c.csv": csv([user("ann", key(1, "2026-11-25T00:00:00Z"))]) };
    const { manifest, notes } = await readFiles(recent, { asOf: null, now: "2026-12-01T00:00:00Z" });
    expect(manifest.as_of).toBe("2026-12-01T00:00:00Z");
    expect(notes).toEqual([
      "No file says when its report was made: the audit time is now, 2026-12-01T00:00:00Z (set --as-of).",
    ]);
  });

  test("of now is warned of when nothing happened for more than a week", async () => {
    const stale = {
      "c.csv": csv([
        user("ann", key(1, "2026-11-23T23:59:59Z")),
        user("bob", { password_next_rotation: "2027-01-01T00:00:00Z" }),
      ]),
    };
    const { notes } = await readFiles(stale, { asOf: null, now: "2026-12-01T00:00:00Z" });
    expect(notes[1]).toBe(
      "Warning: the newest event in the reports is 7 days old (2026-11-23T23:59:59Z). If they are as old as that, ages are wrong: set --as-of.",
    );
  });

  test("makes what is later unknown, to the second", async () => {
    const rows = [user("at", key(1, "2026-11-20T00:00:00Z")), user("after", key(1, "2026-11-20T00:00:01Z"))];
    const { users } = await readFiles({ "a.csv": csv(rows) }, { asOf: "2026-11-20T00:00:00Z" });
    expect(users.map(({ user_name, in_report }) => [user_name, in_report])).toEqual([
      ["after", false],
      ["at", true],
    ]);
  });
});

test("the same files in another order, and read again, are the same snapshot", async () => {
  const rows = Array.from({ length: 50 }, (_, i) =>
    user(`user-${i}`, i % 3 === 0 ? key(1, "2021-01-01T00:00:00Z") : {}),
  );
  const files = {
    "a.csv": csv([root(), ...rows]),
    "b.csv": csv(inAccount("222233334444", [root(), ...rows, user("c,d")])),
    [`${ACCOUNT}/d.json`]: JSON.stringify({
      UserDetailList: rows.map(({ user: UserName, arn }) => ({
        UserName,
        Arn: arn,
        UserId: `AIDA${UserName}`,
        Tags: [{ Key: "b", Value: "1" }],
      })),
    }),
  };
  const first = await readFiles(files, { sources: ["a.csv", "b.csv", ACCOUNT] });
  const second = await readFiles(files, { sources: [ACCOUNT, "b.csv", "a.csv"] });
  const third = await readFiles(files);
  expect(second.manifest).toEqual(first.manifest);
  expect(third.manifest).toEqual(first.manifest);
  expect(first.users.length).toBe(101);
});
