import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../model/user-error.js";
import { ACCOUNT, COLUMNS, csv, inAccount, password, reportJson, root, user } from "./test-report.js";
import { inFolder, type Reading, readFiles, readFolder, writeFiles } from "./test-support.js";

const good = csv([root(), user("ann", password("2026-01-01T00:00:00Z"))]);
const NO_ACCOUNT =
  "the document does not say which account it is about. Put it into a folder called by the 12 digits of the account.";
const details = JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] });

/** What is wrong, the file, what is said of it. */
const CASES: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
  ["an empty file", "empty.csv", "", /^empty\.csv: the file is empty\. Expected is a credential report/],
  ["nothing but blanks", "blank.json", " \n\n", /^blank\.json: the file is empty\. /],
  [
    "no report",
    "shopping.csv",
    "milk,eggs\n1,2\n",
    /^shopping\.csv:1: this is no report: the first line is "milk,eggs"\. Expected is/,
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
    /^denied\.txt:1: this is no report/,
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
    /^invalid\.json: this is not valid JSON \(.+\)\. Expected is .+ Was the file cut off\?/,
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
    '{"Buckets": []}',
    /^other\.json: this JSON is not a document of IAM or Organizations that iamspect reads\. Read are what `aws iam \.\.\.`/,
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
    /^accounts\.yaml:3: accounts\.0\.account_id: must be 12 digits in quotes\. Expected is `version: 1` and `accounts:`, a list/,
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

describe("a header without rows", () => {
  test("leaves the account of its folder without a report", async () => {
    const { coverage, users, manifest } = await readFiles({ [`${ACCOUNT}/a.csv`]: COLUMNS.join() });
    expect(users).toEqual([]);
    expect(coverage(ACCOUNT, "credential_report")).toMatchObject({
      status: "error",
      detail: "the report has no row",
    });
    expect(manifest.coverage).toEqual({ accounts: 1, complete: 0, incomplete: 1 });
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
      "a.json:4: the row cannot be read (16 columns instead of 22). Expected are 22 columns. The user counts as unknown; fetch the report again.",
    ]);
    expect(users.map(({ user_name, in_report }) => [user_name, in_report])).toEqual([
      ["ann", true],
      ["bob", false],
    ]);
  });
});

describe("files that the system does not give", () => {
  test("a link to nothing and a folder with a file's name are problems, the others are read", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good });
      await symlink(join(folder, "none"), join(folder, "in", "link.csv"));
      await mkdir(join(folder, "dir"));
      await symlink(join(folder, "dir"), join(folder, "in", "dir.csv"));
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"));
      expect(problems).toEqual([
        expect.stringMatching(/^dir\.csv: the file cannot be read \(EISDIR.*\)\. Check its permissions\.$/),
        expect.stringMatching(/^link\.csv: the file cannot be read \(ENOENT.*\)\. Check its permissions\.$/),
      ]);
      expect(users.length).toBe(1);
    });
  });

  test.skipIf(process.getuid?.() === 0)("one that nobody may read", async () => {
    await inFolder(async (folder) => {
      await writeFiles(join(folder, "in"), { "good.csv": good, "secret.csv": good });
      await chmod(join(folder, "in", "secret.csv"), 0);
      const { problems, users } = await readFolder(join(folder, "in"), join(folder, "lake"));
      expect(problems).toEqual([
        expect.stringMatching(
          /^secret\.csv: the file cannot be read \(EACCES.*\)\. Check its permissions\.$/,
        ),
      ]);
      expect(users.length).toBe(1);
    });
  });

  test("a source that is not there ends it before anything is written", async () => {
    const error = await readFiles({ "good.csv": good }, { sources: ["good.csv", "none.csv"] }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "no_input", exitCode: 2 });
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
