import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, COLUMNS, csv, inAccount, password, reportJson, root, user } from "./test-report.js";
import { type Reading, readFiles } from "./test-support.js";

const good = csv([root(), user("ann", password("2026-01-01T00:00:00Z"))]);
const NO_ACCOUNT =
  "the document does not say which account it is about. Put it into a folder called by the 12 digits of the account.";
const details = JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] });

/** What is wrong, the file, what is said of it. */
const CASES: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
  ["an empty file", "empty.csv", "", /^empty\.csv: the file is empty\. Expected: a credential report/],
  ["nothing but blanks", "blank.json", " \n\n", /^blank\.json: the file is empty\. /],
  [
    "no report",
    "shopping.csv",
    "milk,eggs\n1,2\n",
    /^shopping\.csv:1: this is no report: the first line is "milk,eggs"\. Expected:/,
  ],
  [
    "a report without a header",
    "rows.csv",
    good.split("\n").slice(1).join("\n"),
    /^rows\.csv:1: this is no report: the first line is "<root_account>,arn:aws:iam/,
  ],
  [
    "an error of the CLI",
    "denied.txt",
    "\nAn error occurred (AccessDenied) when calling",
    /^denied\.txt: this is an error of the AWS CLI, and no evidence: "An error occurred/,
  ],
  [
    "a picture",
    "image.csv",
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff]),
    /^image\.csv:1: this is no report: the first line is "\ufffdPNG"/,
  ],
  [
    "a long first line is shown in part",
    "long.csv",
    "x".repeat(500),
    /^long\.csv:1: this is no report: the first line is "x{80}"\. /,
  ],
  [
    "a first line that does not end",
    "endless.csv",
    `${COLUMNS.join()}${"x".repeat(100_000)}\n${good}`,
    /^endless\.csv:1: this is no report: the first line is "user,arn,/,
  ],
  [
    "the same as JSON",
    "endless.json",
    reportJson(`${COLUMNS.join()}${"x".repeat(100_000)}\n${good}`),
    /^endless\.json:1: this is no report: the first line is "user,arn,/,
  ],
  [
    "a policy of 5,000 levels",
    "deep.json",
    `{"UserDetailList": [{"PolicyDocument": ${"[".repeat(5000)}${"]".repeat(5000)}}]}`,
    /^deep\.json: this JSON is nested more than 100 levels deep\. No document of AWS/,
  ],
  [
    "a string of escapes that is never closed",
    "escapes.json",
    `{"a":"${'\\"'.repeat(1_000_000)}`,
    /^escapes\.json: this is not valid JSON/,
  ],
  [
    "an accounts.yaml of four megabytes and more",
    "large/accounts.yaml",
    `version: 1\naccounts: [${" ".repeat(4 << 20)}]\n`,
    /^large\/accounts\.yaml: the file has 4194328 bytes, more than the 4194304 that are read of its kind\./,
  ],
  [
    "UTF-16 without a byte order mark",
    "utf16.csv",
    Buffer.from(good, "utf16le"),
    /^utf16\.csv:1: this is no report/,
  ],
  [
    "a column twice",
    "twice.csv",
    good.replace("mfa_active", "cert_1_active"),
    /^twice\.csv:1: two columns are called cert_1_active\. Fetch the report again\./,
  ],
  [
    "nothing but a header",
    "header.csv",
    COLUMNS.join(),
    /^header\.csv:1: the report has a header but no row, not even that of the root user\. Fetch the report again with `aws iam get-credential-report`\./,
  ],
  [
    "invalid JSON",
    "invalid.json",
    "{ user: ann }",
    /^invalid\.json: this is not valid JSON \(.+\)\. Expected: .+ Was the file cut off\?/,
  ],
  [
    "JSON that was cut off",
    "cut.json",
    reportJson(good).slice(0, 500),
    /^cut\.json: this is not valid JSON \(.+\)\. /,
  ],
  [
    "the last of several documents cut off",
    "pages.json",
    `${details}\n${details}\n${details.slice(0, 20)}`,
    /^pages\.json: this is not valid JSON/,
  ],
  ["an array of nothing", "nothing.json", "[]", /^nothing\.json: the file holds no document\. /],
  [
    "JSON of another kind",
    "other.json",
    '{"Stacks": []}',
    /^other\.json: this JSON is not a document that iamspect reads\. iamspect reads what the AWS CLI prints/,
  ],
  ["JSON numbers", "numbers.json", "[7]", /^numbers\.json: this JSON is not a document/],
  [
    "a report that is no base64",
    "base64.json",
    '{"Content": "????"}',
    /^base64\.json:1: this is no report: the first line is ""\. /,
  ],
  [
    "a report whose content is a number",
    "content.json",
    '{"Content": 7}',
    /^content\.json: Content: .*expected string.*\. What rests on it/,
  ],
  [
    "a user without an ARN",
    `${ACCOUNT}/details.json`,
    '{"UserDetailList": [{"UserName": "ann"}]}',
    /\/details\.json: UserDetailList\[0\]\.Arn: .*expected string.* What rests on it counts as unknown\./,
  ],
  [
    "an account id that is none",
    "accounts.json",
    '{"Accounts": [{"Id": "1"}]}',
    /^accounts\.json: Accounts\[0\]\.Id: must be the 12 digits/,
  ],
  ["details that name no account", "whose.json", details, new RegExp(`^whose\\.json: ${NO_ACCOUNT}$`)],
  [
    "a summary that names no account",
    "summary.json",
    '{"SummaryMap": {}}',
    new RegExp(`^summary\\.json: ${NO_ACCOUNT}$`),
  ],
  [
    "an error that names no account",
    "not-in-use.txt",
    "An error occurred (AWSOrganizationsNotInUseException)",
    /^not-in-use\.txt: the error AWSOrganizationsNotInUseException names no account\. Put it into a folder called by the 12 digits of the account, or say --standalone ID\./,
  ],
  [
    "an error of AWS other than that",
    `${ACCOUNT}/error.json`,
    '{"__type": "AccessDeniedException", "Message": "No."}',
    new RegExp(
      `^${ACCOUNT}/error\\.json: this is an error of AWS and no evidence: AccessDeniedException No\\.\\. Solve it`,
    ),
  ],
  [
    "a collection that is none",
    `${ACCOUNT}/collection.json`,
    '{"version": 2}',
    new RegExp(`^${ACCOUNT}/collection\\.json: version: `),
  ],
  [
    "an accounts.yaml with a mistake",
    "accounts.yaml",
    'version: 1\naccounts:\n  - account_id: "1"\n',
    /^accounts\.yaml:3: accounts\.0\.account_id: must be 12 digits in quotes\. Expected: `version: 1` and `accounts:`, a list/,
  ],
];

describe("files that cannot be read", () => {
  let reading: Reading;
  beforeAll(async () => {
    const files = CASES.map(([, name, content]): [string, string | Uint8Array] => [name, content]);
    reading = await readFiles({ ...Object.fromEntries(files), "good.csv": good });
  });

  test.each(CASES)("%s", (_, name, __, message) => {
    const own = reading.problems.filter((text) => text.startsWith(`${name}:`));
    expect(own.length).toBe(1);
    expect(own[0]).toMatch(message);
  });

  test("are each one problem, and the file beside them is read", () => {
    expect(reading.problems.length).toBe(CASES.length);
    expect(reading.users.map(({ user_name, password_enabled }) => [user_name, password_enabled])).toEqual([
      ["ann", true],
    ]);
    expect(reading.accounts.map(({ account_id }) => account_id)).toEqual([ACCOUNT]);
    expect(reading.coverage(ACCOUNT, "credential_report").status).toBe("ok");
  });
});

describe("columns that are missing", () => {
  test("are said one by one, and what rests on them is not known", async () => {
    const columns = COLUMNS.filter(
      (name) => !/^(mfa_active|password_last_changed|access_key_2_last_rotated)$/.test(name),
    );
    const rows = [
      root({ password_enabled: "false", password_last_used: "N/A", mfa_active: "true" }),
      user("ann", { ...password("N/A"), access_key_2_active: "true" }),
    ];
    const { problems, user: find, root: findRoot } = await readFiles({ "a.csv": csv(rows, { columns }) });
    expect(problems).toEqual(
      ["password_last_changed", "mfa_active", "access_key_2_last_rotated"].map(
        (name) =>
          `a.csv:1: the column ${name} is missing. What rests on it counts as unknown. Fetch the report again with \`aws iam get-credential-report\`.`,
      ),
    );
    expect(find("ann")).toMatchObject({
      in_report: true,
      password_enabled: true,
      mfa_active: null,
      // Never used, and nobody knows when it was set: its age is not that of the user.
      password_activity_at: null,
      active_keys: null,
      enabled_credentials: null,
    });
    expect(findRoot()).toMatchObject({ mfa_active: null, access_keys: null, use_known: false });
  });
});

/** A report of another account: where nothing at all can be read there is no snapshot. */
const OTHER = csv(inAccount("999988887777", [root(), user("zoe")]));

describe("a header without rows", () => {
  test("leaves the account of its folder without a report", async () => {
    const { coverage, users, manifest } = await readFiles({
      [`${ACCOUNT}/a.csv`]: COLUMNS.join(),
      "other/b.csv": OTHER,
    });
    expect(users.filter(({ account_id }) => account_id === ACCOUNT)).toEqual([]);
    expect(coverage(ACCOUNT, "credential_report")).toMatchObject({
      status: "error",
      detail: "the report has no row",
    });
    expect(manifest.coverage).toEqual({ accounts: 2, complete: 1, incomplete: 1 });
  });

  test("does not spoil a report of the same account that has rows", async () => {
    const { coverage, users, problems } = await readFiles({
      [`${ACCOUNT}/a.csv`]: COLUMNS.join(),
      [`${ACCOUNT}/b.csv`]: good,
    });
    expect([users.length, problems.length]).toEqual([1, 1]);
    expect(coverage(ACCOUNT, "credential_report").status).toBe("ok");
  });
});

describe("a report as JSON with a row cut off in its content", () => {
  test("is read to that row", async () => {
    const text = csv([root(), user("ann"), user("bob")]).slice(0, -30);
    const { problems, users } = await readFiles({ "a.json": reportJson(text, "2026-11-20T00:00:00Z") });
    expect(problems).toEqual([
      "a.json:4: the row cannot be read (16 columns instead of 22). Expected: 22 columns. The user counts as unknown; fetch the report again.",
    ]);
    expect(users.map(({ user_name, in_report }) => [user_name, in_report])).toEqual([
      ["ann", true],
      ["bob", false],
    ]);
  });
});

describe("more faults than can be told", () => {
  test("of a report: some are, and its users count as unknown", async () => {
    const rows = Array.from({ length: 150_000 }, (_, index) => `x${index}`);
    const { problems, coverage, users } = await readFiles({
      [`${ACCOUNT}/a.csv`]: [COLUMNS.join(), ...rows].join("\n"),
    });
    expect(problems.length).toBe(100_001);
    expect(problems.at(-1)).toMatch(
      /a\.csv:100002: the row cannot be read \(nor can what follows it: too many/,
    );
    expect(coverage(ACCOUNT, "credential_report").status).toBe("error");
    expect(users.some(({ in_report }) => in_report)).toBe(false);
  });

  test("of details and of a list of documents: reading ends there", async () => {
    const { problems, coverage } = await readFiles({
      [`${ACCOUNT}/a.json`]: `{"UserDetailList": [${"{},".repeat(20_000)}{}]}`,
      [`${ACCOUNT}/b.json`]: `[${"{},".repeat(20_000)}{}]`,
      "other/b.csv": OTHER,
    });
    expect(problems.length).toBe(20_003);
    expect(problems.filter((text) => text.includes(": is not read, nor what follows it"))).toEqual([
      expect.stringMatching(/a\.json: UserDetailList\[10000\]: /),
      expect.stringMatching(/b\.json: \[10001\]: /),
    ]);
    expect(coverage(ACCOUNT, "authorization_details").status).toBe("error");
  });
});

test("a thousand reports, every tenth spoilt in another way, are told apart", async () => {
  const files: Record<string, string> = {};
  const spoilt = [
    (text: string) => text.slice(0, -70),
    (text: string) => text.replace("2020-01-01T00:00:00Z", "2020-13-01T00:00:00Z"),
    (text: string) => text.replace(/\n([^\n]*)$/, '\n"$1'),
    (text: string) => `${text}\nx`,
  ];
  const id = (index: number) => String(300_000_000_000 + index);
  for (let index = 0; index < 1000; index += 1) {
    const text = csv(inAccount(id(index), [root(), user(`ann-${index}`)]));
    files[`${id(index)}.csv`] = index % 10 === 0 ? (spoilt[(index / 10) % 4]?.(text) ?? text) : text;
  }
  const { problems, manifest, users } = await readFiles(files);
  expect(problems.map((text) => text.slice(0, 12)).sort()).toEqual(
    Array.from({ length: 100 }, (_, i) => id(i * 10)),
  );
  expect(manifest.coverage).toEqual({ accounts: 1000, complete: 925, incomplete: 75 });
  const unknown = users.filter(({ in_report }) => !in_report);
  expect(new Set(unknown.map(({ account_id }) => account_id)).size).toBe(75);
  // A bad value leaves its row, a line of something else the rows before it.
  expect(users.length - unknown.length).toBe(900 + 25 + 25);
});
