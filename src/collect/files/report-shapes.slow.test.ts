import { beforeAll, describe, expect, test } from "vitest";
import {
  ACCOUNT,
  COLUMNS,
  type CsvForm,
  csv,
  inAccount,
  key,
  MANY,
  password,
  type ReportRow,
  reportJson,
  root,
  user,
} from "./test-report.js";
import { at, type Files, pick, type Reading, readFiles } from "./test-support.js";

const ROWS: ReportRow[] = [
  root(),
  user("ann", { ...password("2026-01-02T03:04:05Z"), ...key(1, "2021-01-01T00:00:00Z"), mfa_active: "true" }),
  user("bob", key(2, "2020-01-01T00:00:05Z", "2025-05-05T00:00:00Z")),
];
const QUOTED: ReportRow[] = [...ROWS, user("c,d")];
const HOSTILE = [
  '"; DROP TABLE report_rows; --',
  "a'b",
  'x"y',
  "user_name",
  "fault",
  "file_no",
  "c0",
  "select",
  "",
];
const note = (rows: readonly ReportRow[], text: string) =>
  rows.map((row) => ({ ...row, ...Object.fromEntries(HOSTILE.map((name) => [name, text])), notes: text }));
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const without = (pattern: RegExp) => COLUMNS.filter((name) => !pattern.test(name));

type Shape = readonly [string, (rows: readonly ReportRow[]) => string | Buffer];
const form = (rows: readonly ReportRow[], how: CsvForm) => csv(rows, how);

const SHAPES: readonly Shape[] = [
  ["as AWS writes it", (rows) => csv(rows)],
  ["with a line end at the end", (rows) => form(rows, { lastLineEnd: true })],
  ["with CRLF", (rows) => form(rows, { lineEnd: "\r\n", lastLineEnd: true })],
  ["with CR", (rows) => form(rows, { lineEnd: "\r" })],
  ["with a mixture of line ends", (rows) => csv(rows).replace("\n", "\r\n")],
  ["with blank lines", (rows) => `${csv(rows).replaceAll("\n", "\n\n")}\n\n`],
  ["with a comma at the end of each row", (rows) => csv(rows).replaceAll("\n", ",\n").replace(",\n", "\n")],
  [
    "with quotes and a comma at the end of each row",
    () => csv(QUOTED).replaceAll("\n", ",\n").replace(",\n", "\n"),
  ],
  ["with a byte order mark", (rows) => `\ufeff${csv(rows)}`],
  ["in UTF-16, as PowerShell redirects", (rows) => utf16(form(rows, { lineEnd: "\r\n" }))],
  ["with every field in quotes", (rows) => csv(rows).replace(/[^,\n]+/g, '"$&"')],
  ["with a quoted field", () => csv(QUOTED)],
  ["with quotes and CRLF", () => form(QUOTED, { lineEnd: "\r\n", lastLineEnd: true })],
  ["with quotes and CR", () => form(QUOTED, { lineEnd: "\r" })],
  ["with quotes and blank lines", () => `${csv(QUOTED).replaceAll("\n", "\n\n")}\n`],
  ["with its columns the other way round", (rows) => form(rows, { columns: [...COLUMNS].reverse() })],
  ["with a header in capitals", (rows) => csv(rows).replace(COLUMNS.join(), COLUMNS.join().toUpperCase())],
  ["with the 23rd column", (rows) => form(rows, { columns: [...COLUMNS, "additional_credentials_info"] })],
  [
    "with the 14 columns that matter",
    (rows) => form(rows, { columns: without(/region|service|cert|next_rotation/) }),
  ],
  [
    "with columns of somebody else, hostile ones",
    (rows) => form(note(rows, "1"), { columns: [...HOSTILE, ...COLUMNS, "notes"] }),
  ],
  [
    "with hostile text in columns of somebody else",
    (rows) => form(note(rows, "a\nb',\"; DROP TABLE report_rows"), { columns: [...COLUMNS, "notes"] }),
  ],
  ["as the CLI prints it", (rows) => reportJson(csv(rows))],
  ["as the CLI prints it, with a byte order mark in it", (rows) => reportJson(`\ufeff${csv(rows)}`)],
  ["as the CLI prints it, redirected by PowerShell", (rows) => utf16(`${reportJson(csv(rows))}\r\n`)],
  ["large", (rows) => csv([...rows, ...MANY])],
  [
    "large, with CRLF and a byte order mark",
    (rows) => `\ufeff${form([...rows, ...MANY], { lineEnd: "\r\n" })}`,
  ],
  ["large, with quotes", () => csv([...QUOTED, ...MANY])],
  ["large, with a mixture of line ends", (rows) => csv([...rows, ...MANY]).replace("\n", "\r\n")],
  [
    "large, with columns of somebody else",
    (rows) => form(note([...rows, ...MANY], "'"), { columns: [...HOSTILE, ...COLUMNS] }),
  ],
  ["large, in UTF-16", (rows) => utf16(csv([...rows, ...MANY]))],
  ["large, as the CLI prints it", (rows) => reportJson(csv([...rows, ...MANY]))],
];

const account = (index: number) => String(100_000_000_000 + index);
let reading: Reading;
beforeAll(async () => {
  const files: Record<string, string | Buffer> = {};
  for (const [index, [, write]] of SHAPES.entries()) {
    // Accounts are put in afterwards: a shape is made of text, not of rows.
    const shaped = write(ROWS);
    files[`report[${index}]*.txt`] = inPlace(shaped, ACCOUNT, account(index));
  }
  reading = await readFiles(files satisfies Files);
});

function inPlace(content: string | Buffer, from: string, to: string): string | Buffer {
  if (typeof content === "string" && !content.startsWith("{")) return content.replaceAll(from, to);
  if (content[0] === 0xff) return utf16(String(inPlace(content.toString("utf16le").slice(1), from, to)));
  const { Content, ...rest } = JSON.parse(String(content)) as { Content: string };
  const text = Buffer.from(Content, "base64").toString().replaceAll(from, to);
  return JSON.stringify({ ...rest, Content: Buffer.from(text).toString("base64") });
}

test("none of these shapes is a problem", () => {
  expect(reading.problems).toEqual([]);
});

test.each(SHAPES.map(([name], index) => [name, index] as const))("a report %s is read", (_, index) => {
  const users = reading.users.filter(({ account_id }) => account_id === account(index));
  const [ann, bob] = users;
  expect(pick(ann ?? {}, "arn", "user_name", "in_report")).toEqual({
    arn: `arn:aws:iam::${account(index)}:user/ann`,
    user_name: "ann",
    in_report: true,
  });
  expect(
    pick(
      ann ?? {},
      "created_at",
      "password_enabled",
      "password_last_used_at",
      "mfa_active",
      "access_key_1_created_at",
      "active_keys",
    ),
  ).toEqual({
    created_at: at("2020-01-01T00:00:00Z"),
    password_enabled: true,
    password_last_used_at: at("2026-01-02T03:04:05Z"),
    mfa_active: true,
    access_key_1_created_at: at("2021-01-01T00:00:00Z"),
    active_keys: 1,
  });
  expect(pick(bob ?? {}, "user_name", "password_enabled", "access_key_2_last_used_at")).toEqual({
    user_name: "bob",
    password_enabled: false,
    access_key_2_last_used_at: at("2025-05-05T00:00:00Z"),
  });
  expect(reading.root(account(index)).arn).toBe(`arn:aws:iam::${account(index)}:root`);
});

test("the large ones are there to the last user", () => {
  const counts = SHAPES.map(([name], index) => {
    const users = reading.users.filter(({ account_id }) => account_id === account(index));
    return [name, users.length];
  });
  expect(counts).toEqual(
    SHAPES.map(([name]) => [
      name,
      (name.startsWith("large") ? MANY.length + 2 : 2) +
        (/quote(s|d field)/.test(name) && !/every/.test(name) ? 1 : 0),
    ]),
  );
});

test("a large file is read, and no file that its name would match as a pattern", async () => {
  const other = csv(inAccount("222233334444", [...ROWS, ...MANY]));
  const own = csv([...ROWS, ...MANY]);
  const files = { "report[1].csv": own, "report1.csv": other, "r?*.csv": own };
  const { users } = await readFiles(files, { sources: ["report[1].csv", "r?*.csv"] });
  expect(users.length).toBe(MANY.length + 2);
  expect(users.every(({ account_id }) => account_id === ACCOUNT)).toBe(true);
});

test("a report without a row of root is told, and read; root is unknown, but in China, where there is none", async () => {
  const china = { arn: "arn:aws-cn:iam::222233334444:user/ann" };
  const { users, roots, problems } = await readFiles({
    "a.csv": csv([user("ann"), user("bob")]),
    "cn.csv": csv([user("ann", china)]),
  });
  expect([users.length, problems]).toEqual([
    3,
    [
      `account ${ACCOUNT}: the credential report has no row of root (<root_account>).` +
        " Root of the account counts as unknown. Fetch the whole report again, with nothing filtered out.",
    ],
  ]);
  expect(
    roots.map(({ account_id, mfa_active, access_keys }) => [account_id, mfa_active, access_keys]),
  ).toEqual([[ACCOUNT, null, null]]);
});

describe("reports that lack something which is no fault", () => {
  test("other partitions are told from the ARN", async () => {
    const china = { arn: `arn:aws-cn:iam::${ACCOUNT}:user/team/ann` };
    const gov = { arn: "arn:aws-us-gov:iam::222233334444:user/ann" };
    const govRoot = { arn: "arn:aws-us-gov:iam::222233334444:root" };
    const { users, accounts, roots } = await readFiles({
      "cn.csv": csv([user("ann", china)]),
      "gov.csv": csv([root(govRoot), user("ann", gov)]),
    });
    expect(users.map(({ account_id, arn }) => [account_id, arn])).toEqual([
      [ACCOUNT, china.arn],
      ["222233334444", gov.arn],
    ]);
    expect(accounts.map(({ account_id, partition }) => [account_id, partition])).toEqual([
      [ACCOUNT, "aws-cn"],
      ["222233334444", "aws-us-gov"],
    ]);
    expect(roots.map(({ arn }) => arn)).toEqual([govRoot.arn]);
  });

  test("one file may hold several accounts", async () => {
    const { users, accounts } = await readFiles({
      "all.csv": csv([...ROWS, ...inAccount("222233334444", ROWS)]),
    });
    expect(users.length).toBe(4);
    expect(accounts.map(({ account_id }) => account_id)).toEqual([ACCOUNT, "222233334444"]);
  });

  test("a report from before 2015 tells no use of keys: activity is not known, ages are", async () => {
    const { user: find, problems } = await readFiles({
      "old.csv": csv(ROWS, { columns: without(/last_used_|cert|next_rotation/) }),
    });
    expect(problems).toEqual([]);
    expect(
      pick(find("bob"), "active_keys", "oldest_active_key_at", "last_activity_at", "enabled_credentials"),
    ).toEqual({
      active_keys: 1,
      oldest_active_key_at: at("2020-01-01T00:00:05Z"),
      last_activity_at: null,
      enabled_credentials: null,
    });
    expect(pick(find("ann"), "password_activity_at", "access_key_1_activity_at")).toEqual({
      password_activity_at: at("2026-01-02T03:04:05Z"),
      access_key_1_activity_at: null,
    });
  });
});
