import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, csv, key, MANY, password, type ReportRow, root, user } from "./test-report.js";
import { type Reading, readFiles } from "./test-support.js";

/** A bad value costs what rests on it, and not its row: of three users the second is spoilt. */
const whole: ReportRow = user("bob", {
  ...password("2026-01-02T00:00:00Z"),
  ...key(1, "2021-01-01T00:00:00Z"),
  mfa_active: "true",
});
const ROWS = [root(), user("ann"), whole, user("cat", key(2, "2022-01-01T00:00:00Z"))];
const spoil = (values: ReportRow) => csv(ROWS.map((row) => (row === whole ? { ...row, ...values } : row)));
const large = (text: string) => `${text}\n${csv(MANY).split("\n").slice(1).join("\n")}`;

const RESTS = "What rests on it counts as unknown.";
const TIME = `Expected: a time such as 2021-01-24T00:00:00Z, N/A or no_information. ${RESTS}`;
const noTime = (column: string, value: string, line = 4) =>
  `:${line}: ${column} is ${JSON.stringify(value)}, which is not a time. ${TIME}`;
const noFlag = (column: string, value: string, line = 4) =>
  `:${line}: ${column} is ${JSON.stringify(value)}, neither true nor false. ${RESTS}`;

/** What is wrong; the text; the problems, without the file; the columns of iam_users that are then something else. */
type Case = readonly [string, string, readonly string[], Readonly<Record<string, unknown>>];
const badTime = (what: string, column: string, value: string, rests: Case[3]): Case => [
  what,
  spoil({ [column]: value }),
  [noTime(column, value)],
  rests,
];
const badFlag = (what: string, column: string, value: string, rests: Case[3]): Case => [
  what,
  spoil({ [column]: value }),
  [noFlag(column, value)],
  rests,
];
/** When the key was made: all that is known of when the user was active. */
const MADE = 1_609_459_200;
const CREATED = { created_at: null };
const PASSWORD_USE = { enabled_credentials: null, last_activity_at: MADE, password_activity_at: null };
const ROTATED = {
  access_key_1_activity_at: null,
  access_key_1_created_at: null,
  active_keys: null,
  enabled_credentials: null,
  newest_active_key_at: null,
  oldest_active_key_at: null,
};
const USED = { access_key_1_activity_at: null, enabled_credentials: null };
const MFA = { mfa_active: null };
const CASES: readonly Case[] = [
  badTime("month 13", "user_creation_time", "2026-13-01T00:00:00Z", CREATED),
  badTime("epoch seconds", "user_creation_time", "1611446400", CREATED),
  badTime("blanks around a time", "user_creation_time", " 2020-01-01T00:00:00Z ", CREATED),
  badTime("30 February", "password_last_used", "2026-02-30T00:00:00+00:00", {
    ...PASSWORD_USE,
    password_last_used_at: null,
  }),
  badTime("an empty time", "password_last_changed", "", { ...PASSWORD_USE, password_last_changed_at: null }),
  badTime("a word for a time that may lie ahead", "password_next_rotation", "soon", {}),
  badTime("a date without a time", "access_key_1_last_rotated", "2021-01-01", ROTATED),
  badTime("a time without a zone", "access_key_1_last_rotated", "2021-01-01T00:00:00", ROTATED),
  badTime("a bad time of a key that is not there", "access_key_2_last_used_date", "never", {}),
  badTime("a bad time of a certificate", "cert_2_last_rotated", "never", {}),
  [
    "a time in the future",
    spoil({ access_key_1_last_used_date: "2026-11-23T00:00:01Z" }),
    [
      `:4: access_key_1_last_used_date is 2026-11-23T00:00:01Z, later than the audit time 2026-11-23T00:00:00Z. ${RESTS}` +
        " Set --as-of to when the report was made.",
    ],
    USED,
  ],
  badFlag("neither true nor false", "mfa_active", "yes", MFA),
  badFlag("an empty flag", "password_enabled", "", { ...PASSWORD_USE, password_enabled: null }),
  badFlag("a number for a flag", "access_key_2_active", "1", {
    access_key_2_active: null,
    active_keys: null,
    enabled_credentials: null,
  }),
  [
    "several, each of which is told",
    spoil({ mfa_active: "?", user_creation_time: "?" }),
    [noTime("user_creation_time", "?"), noFlag("mfa_active", "?")],
    { ...CREATED, ...MFA },
  ],
  ["one in a large file", large(spoil({ mfa_active: "yes" })), [noFlag("mfa_active", "yes")], MFA],
  [
    "one behind blank lines",
    spoil({ mfa_active: "yes" }).replace("\nbob,", "\n\n\nbob,"),
    [noFlag("mfa_active", "yes", 6)],
    MFA,
  ],
];

const account = (index: number) => String(200_000_000_000 + index);
const fileName = (index: number) => `case-${index}.csv`;
let reading: Reading;
const userOf = (accountId: string, name: string) =>
  reading.users.find((one) => one.account_id === accountId && one.user_name === name) ?? {};
let before: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  const files = CASES.map(([, text], index) => [fileName(index), text.replaceAll(ACCOUNT, account(index))]);
  reading = await readFiles(Object.fromEntries([...files, ["whole.csv", csv(ROWS)]]));
  before = userOf(ACCOUNT, "bob");
});

describe.each(CASES.map(([what, , problems, rests], index) => ({ what, problems, rests, index })))(
  "$what",
  ({ problems, rests, index }) => {
    const of = (name: string) => userOf(account(index), name);

    test("is told with file and line", () => {
      const own = reading.problems.filter((text) => text.startsWith(`${fileName(index)}:`));
      expect(own).toEqual(problems.map((problem) => `${fileName(index)}${problem}`));
    });

    test("costs what rests on it", () => {
      const ids = new Set(["account_id", "arn"]);
      const changed = Object.entries(of("bob")).filter(
        ([name, value]) => !ids.has(name) && JSON.stringify(value) !== JSON.stringify(before[name]),
      );
      expect(Object.fromEntries(changed)).toEqual(rests);
    });

    test("costs nobody else anything, and the report is there", () => {
      expect([of("ann").active_keys, of("cat").active_keys]).toEqual([0, 1]);
      expect(reading.root(account(index)).has_credentials).toBe(true);
      expect(reading.coverage(account(index), "credential_report").status).toBe("ok");
    });
  },
);

test("a bad value in the row of root leaves what does not rest on it", async () => {
  const { problems, root: find } = await readFiles({
    "a.csv": csv([root({ password_last_used: "yesterday" }), user("ann")]),
  });
  expect(problems).toEqual([`a.csv${noTime("password_last_used", "yesterday", 2)}`]);
  const { mfa_active, access_keys, last_used_at, use_known } = find();
  expect({ mfa_active, access_keys, last_used_at, use_known }).toEqual({
    mfa_active: true,
    access_keys: 0,
    last_used_at: null,
    use_known: false,
  });
});
