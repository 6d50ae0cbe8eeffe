import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, COLUMNS, csv, key, MANY, password, type ReportRow, root, user } from "./test-report.js";
import { type Reading, readFiles } from "./test-support.js";

/** Three users of which the second is spoilt. The evidence on it would make it fail, and pass, several controls. */
const spoiltRow: ReportRow = user("bob", {
  ...password("2026-01-02T00:00:00Z"),
  ...key(1, "2021-01-01T00:00:00Z"),
  mfa_active: "true",
});
const ROWS = [root(), user("ann"), spoiltRow, user("cat", key(2, "2022-01-01T00:00:00Z"))];
const spoil = (values: ReportRow) =>
  csv(ROWS.map((row) => (row === spoiltRow ? { ...row, ...values } : row)));
const lines = csv(ROWS).split("\n");
const line4 = (change: (line: string) => string) =>
  lines.map((line, index) => (index === 3 ? change(line) : line)).join("\n");
const large = (text: string) => `${text}\n${csv(MANY).split("\n").slice(1).join("\n")}`;

const UNKNOWN_USER = "Expected: 22 columns. The user counts as unknown; fetch the report again.";

/** What is wrong; the text; the problem, without the file; the ARN that is then unknown, without the account. */
type Case = readonly [string, string | Buffer, string, string];
const bob = "user/bob";
const nobody = "unreadable:FILE:4";

const badArn = (what: string, arn: string, content: string | Buffer = spoil({ arn })): Case => {
  return [
    what,
    content,
    `:4: arn is ${JSON.stringify(arn)}, which names no IAM user. The row counts as unknown.`,
    nobody,
  ];
};
const badRow = (what: string, content: string | Buffer, reason: string, arn = bob, line = 4): Case => {
  return [what, content, `:${line}: the row cannot be read (${reason}). ${UNKNOWN_USER}`, arn];
};
const ZED = `arn:aws:iam::${ACCOUNT}:user/team/zed`;
const misnamed = (what: string, name: string, content: string): Case => {
  const problem =
    `:4: user is ${JSON.stringify(name)}, and arn names another one: ${JSON.stringify(ZED)}.` +
    " Nobody knows whose row it is: the user of the ARN counts as unknown. Fetch the report again.";
  return [what, content, problem, "user/team/zed"];
};
const cut = (line: string) => line.split(",").slice(0, 7).join();
const openQuote = (line: string) => `"${line}`;
const BROKEN_ARN = `arn:aws:iam::${ACCOUNT}:user/b\ufffdb`;
/** The byte 0xff is no UTF-8. */
const brokenBytes = (text: string) => Buffer.from(text, "latin1");

const CASES: readonly Case[] = [
  badArn("an ARN that is none", "bob"),
  badArn("an empty ARN", ""),
  badArn("the ARN of a role", `arn:aws:iam::${ACCOUNT}:role/bob`),
  badArn("an account id with a digit too few", "arn:aws:iam::11112222333:user/bob"),
  badArn("a control character in the ARN", `arn:aws:iam::${ACCOUNT}:user/b\tob`),
  badArn(
    "bytes that are no UTF-8",
    BROKEN_ARN,
    brokenBytes(spoil({ arn: BROKEN_ARN.replace("\ufffd", "\xff") })),
  ),
  misnamed("a name that is not the one in the ARN", "bob", spoil({ arn: ZED })),
  misnamed(
    "the name of root beside the ARN of a user",
    "<root_account>",
    spoil({ user: "<root_account>", arn: ZED }),
  ),
  misnamed("a name that is not the one in the ARN, in a large file", "bob", large(spoil({ arn: ZED }))),
  badRow("columns too few", line4(cut), "7 columns instead of 22"),
  badRow(
    "columns too many",
    line4((line) => `${line},x`),
    "23 columns instead of 22",
  ),
  badRow(
    "a row cut off within the ARN",
    line4((line) => line.slice(0, 20)),
    "2 columns instead of 22",
    nobody,
  ),
  badRow(
    "an unquoted comma in the name",
    line4((line) => line.replace("bob,", "b,ob,")),
    "23 columns instead of 22",
    nobody,
  ),
  badRow("a quote that is never closed", line4(openQuote), "a quote is never closed"),
  badRow(
    "an open quote in the last field",
    line4((line) => line.replace(/,N\/A$/, ',"N/A')),
    "a quote is never closed",
  ),
  badRow(
    "text behind a quoted field",
    line4((line) => line.replace("bob,", '"bob"x,')),
    "text follows a closing quote",
  ),
  badRow(
    "a line of something else",
    line4(() => "-- 3 rows --"),
    "1 columns instead of 22",
    nobody,
  ),
  badRow(
    "columns too few behind blank lines",
    line4((line) => `\r\n\r\n${cut(line)}`),
    "7 columns instead of 22",
    bob,
    6,
  ),
  badRow("columns too few in a large file", large(line4(cut)), "7 columns instead of 22"),
  badRow("an open quote in a large file", large(line4(openQuote)), "a quote is never closed"),
  badArn("a bad ARN in a large file", "bob", large(spoil({ arn: "bob" }))),
  badArn(
    "bytes that are no UTF-8 in a large file",
    BROKEN_ARN,
    brokenBytes(large(spoil({ arn: BROKEN_ARN.replace("\ufffd", "\xff") }))),
  ),
  badRow(
    "a line of two million characters in a large file",
    large(line4((line) => `${"x".repeat(2_000_000)},${line}`)),
    "it has more than 262144 characters",
    nobody,
  ),
];

const account = (index: number) => String(200_000_000_000 + index);
const fileName = (index: number) => `case-${index}.csv`;
let reading: Reading;
beforeAll(async () => {
  const files = CASES.map(([, content], index): [string, Buffer] => {
    const text = Buffer.from(content).toString("latin1").replaceAll(ACCOUNT, account(index));
    return [fileName(index), Buffer.from(text, "latin1")];
  });
  reading = await readFiles(Object.fromEntries(files));
});

describe.each(CASES.map(([what, , problem, arn], index) => ({ what, problem, arn, index })))(
  "$what",
  ({ problem, arn, index }) => {
    const usersOf = () => reading.users.filter(({ account_id }) => account_id === account(index));

    test("is said with file, line, what was expected and what to do", () => {
      const own = reading.problems.filter((text) => text.startsWith(`${fileName(index)}:`));
      expect(own).toEqual([`${fileName(index)}${problem}`.replaceAll(ACCOUNT, account(index))]);
    });

    test("makes this user unknown: no value of the row is evidence", () => {
      const spoilt = usersOf().filter(({ in_report }) => in_report === false);
      expect(spoilt.length).toBe(1);
      const {
        account_id,
        arn: own,
        user_name,
        path,
        in_report,
        in_account,
        scps_may_apply,
        ...values
      } = spoilt[0] ?? {};
      const shown = String(own)
        .replace(/unreadable:.*\/case/, "unreadable:case")
        .replace(`arn:aws:iam::${account(index)}:`, "");
      expect(shown).toBe(arn.replace("FILE", fileName(index)));
      expect(Object.entries(values).filter(([, value]) => value !== null)).toEqual([]);
    });

    test("leaves the other users and root as they are", () => {
      const [ann, cat, ...others] = usersOf().filter(
        ({ in_report, user_name }) => in_report && !String(user_name).startsWith("user-"),
      );
      expect([ann?.user_name, ann?.password_enabled, ann?.active_keys]).toEqual(["ann", false, 0]);
      expect([cat?.user_name, cat?.active_keys, cat?.access_key_2_active]).toEqual(["cat", 1, true]);
      expect(others).toEqual([]);
      expect(reading.root(account(index)).has_credentials).toBe(true);
    });

    test("makes the account's report incomplete, and makes up no account", () => {
      expect(reading.coverage(account(index), "credential_report")).toMatchObject({
        status: "error",
        detail: "some rows could not be read; their users are unknown",
      });
    });
  },
);

test("nothing else is a problem, no account is made up, and no user of a large file is lost", () => {
  expect(reading.problems.length).toBe(CASES.length);
  expect(reading.accounts.map(({ account_id }) => account_id)).toEqual(
    CASES.map((_, index) => account(index)),
  );
  expect(reading.manifest.coverage).toEqual({
    accounts: CASES.length,
    complete: 0,
    incomplete: CASES.length,
  });
  const largeCases = CASES.filter(([what]) => what.includes("large")).length;
  expect(reading.users.filter(({ user_name }) => String(user_name).startsWith("user-")).length).toBe(
    largeCases * MANY.length,
  );
});

test("a row of root that cannot be read leaves root unknown and the users as they are", async () => {
  const text = csv([root(), user("ann")]);
  const [header = "", first = "", ...others] = text.split("\n");
  const reading = await readFiles({ "a.csv": [header, cut(first), ...others].join("\n") });
  expect(reading.problems).toEqual([
    `a.csv:2: the row cannot be read (7 columns instead of 22). ${UNKNOWN_USER}`,
  ]);
  const { account_id, arn, partition, ...values } = reading.root();
  expect(arn).toBe(`arn:aws:iam::${ACCOUNT}:root`);
  expect(Object.entries(values).filter(([, value]) => value !== null)).toEqual([]);
  expect(reading.users.map(({ user_name, in_report }) => [user_name, in_report])).toEqual([["ann", true]]);
});

test("a carriage return in a row of a large file spoils both halves and no other row", async () => {
  const { users, problems } = await readFiles({
    "a.csv": large(spoil({ mfa_active: "tr\rue" }).replaceAll('"', "")),
  });
  expect(problems).toEqual([
    `a.csv:4: the row cannot be read (8 columns instead of 22). ${UNKNOWN_USER}`,
    `a.csv:5: the row cannot be read (15 columns instead of 22). ${UNKNOWN_USER}`,
  ]);
  expect(users.filter(({ in_report }) => in_report).length).toBe(MANY.length + 2);
  expect(users.filter(({ in_report }) => !in_report).map(({ user_name }) => user_name)).toEqual([
    "bob",
    null,
  ]);
});

describe("a file of nothing but bad rows", () => {
  test("is of the account of its folder", async () => {
    const { users, accounts } = await readFiles({ [`${ACCOUNT}/a.csv`]: `${COLUMNS.join()}\nx\ny\n` });
    expect(users.map(({ account_id, in_report }) => [account_id, in_report])).toEqual([
      [ACCOUNT, false],
      [ACCOUNT, false],
    ]);
    expect(accounts.map(({ account_id }) => account_id)).toEqual([ACCOUNT]);
  });

  test("is of no account that is known otherwise, but is not lost", async () => {
    const { users, accounts, problems } = await readFiles({ "a.csv": `${COLUMNS.join()}\nx\n` });
    expect([users.length, accounts.length, problems.length]).toEqual([1, 1, 1]);
    expect(users[0]?.account_id).toBe("unknown");
  });
});
