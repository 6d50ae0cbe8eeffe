import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { parseExceptions, readExceptions } from "./read-exceptions.js";

const REST = "owner: ann@example.com, reason: because, approved_by: ciso, expires: 2027-01-31";
const FILE = "exceptions.yaml";

/** The text of a file with these entries, each on a line of its own from line 3 on. */
const file = (...entries: string[]) =>
  ["version: 1", "exceptions:", ...entries.map((one) => `  - {${one}}`)].join("\n");
const entry = (more: string) => `${REST}, ${more}`;

function faultOf(text: string): UserError {
  try {
    parseExceptions(text, FILE);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it is well formed");
}
const detailsOf = (...entries: string[]) => faultOf(file(...entries)).details;

const GOOD = entry("id: one, control: user-unused, subject: {user_name: ann}");

describe("well formed", () => {
  test.each([
    ["arn", "{arn: 'arn:aws:iam::111122223333:user/team/ann'}"],
    ["an ARN of another partition", "{arn: 'arn:aws-cn:iam::111122223333:root'}"],
    ["user name", "{user_name: 'a+b=c,d.e@f-g_h'}"],
    ["pattern", "{pattern: 'arn:aws:iam::*:user/ci-*', accounts: ['111122223333']}"],
    ["finding", "{finding_id: 0123456789abcdef0123456789abcdef}"],
    ["unit and key", "{user_name: ann, organizational_units: [/Prod], credential_id: AKIAIOSFODNN7EXAMPLE}"],
  ])("%s", (_, subject) => {
    const { entries } = parseExceptions(
      file(entry(`id: x, control: [a, b], subject: ${subject}, ticket: T-1, created: 2026-01-31`)),
      FILE,
    );
    expect(entries.map(({ place }) => place)).toEqual([`${FILE}:3`]);
    expect(entries[0]?.exception).toMatchObject({ id: "x", control: ["a", "b"], ticket: "T-1" });
  });

  test("entries keep the order of the file, and none at all is well formed too", () => {
    const two = file(GOOD, GOOD.replace("id: one", "id: another"));
    expect(parseExceptions(two, FILE).entries.map(({ exception }) => exception.id)).toEqual([
      "one",
      "another",
    ]);
    expect(parseExceptions("version: 1\nexceptions: []\n", FILE).entries).toEqual([]);
  });
});

test("the example of docs/exceptions.md is well formed", () => {
  const page = readFileSync(new URL("../../docs/exceptions.md", import.meta.url), "utf8");
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseExceptions(example, FILE).entries).toHaveLength(2);
});

describe("malformed", () => {
  test("everything that is wrong is told at once, each with its line", () => {
    const { what, details, exitCode } = faultOf(
      [
        "version: 1",
        "exceptions:",
        "  - id: one",
        "    control: user-unused",
        "    subject: {arn: ann}",
        "    owner: ''",
        "    reason: because",
        "    approved_by: ciso",
        "    expires: 2027-02-30",
        "    note: an unknown key",
        `  - {${GOOD}}`,
        "  - id: three",
        "    control: user-unused",
      ].join("\n"),
    );
    expect([what, exitCode]).toEqual([`${FILE}: 3 exceptions are malformed.`, 2]);
    expect(details).toEqual([
      expect.stringMatching(/^exceptions\.yaml:5: exception one: subject\.arn: must be an ARN, such as/),
      expect.stringMatching(/^exceptions\.yaml:6: exception one: owner: must not be empty/),
      expect.stringMatching(
        /^exceptions\.yaml:9: exception one: expires: must be the last day it holds, a d/,
      ),
      expect.stringMatching(/^exceptions\.yaml:10: exception one: .*"note"/),
      "exceptions.yaml:11: exception one: id: is taken by the exception at exceptions.yaml:3.",
      ...["subject", "owner", "reason", "approved_by", "expires"].map((name) =>
        expect.stringMatching(new RegExp(`^exceptions\\.yaml:12: exception three: ${name}: is missing: `)),
      ),
    ]);
  });

  test.each([
    ["no subject", "subject: {}", /needs exactly one of arn, user_name, pattern and finding_id/],
    ["two subjects", "subject: {user_name: ann, pattern: 'arn:*:iam::*:*'}", /needs exactly one/],
    ["a wildcard in an ARN", "subject: {arn: 'arn:aws:iam::1:user/*'}", /write `pattern`/],
    [
      "a pattern without one",
      "subject: {pattern: 'arn:aws:iam::1:user/a'}",
      /neither \* nor \?: write `arn`/,
    ],
    ["a pattern that is no ARN", "subject: {pattern: 'ci-*'}", /six parts of an ARN/],
    ["a star for an ARN", "subject: {pattern: '*'}", /six parts of an ARN/],
    ["a path in a name", "subject: {user_name: team/ann}", /without its path/],
    ["a wildcard in a name", "subject: {user_name: 'a*'}", /a pattern has \* and \?/],
    ["an account as a number", "subject: {user_name: a, accounts: [111122223333]}", /12 digits in quotes/],
    ["no account", "subject: {user_name: a, accounts: []}", /accounts/],
    ["a unit without a slash", "subject: {user_name: a, organizational_units: [Prod]}", /must begin with \//],
    [
      "an account beside a finding",
      `subject: {finding_id: ${"a".repeat(32)}, accounts: ['111122223333']}`,
      /one credential already/,
    ],
    ["a finding that is none", "subject: {finding_id: ABC}", /32 digits/],
    ["text for a subject", "subject: ann", /must be a mapping with one of/],
  ])("%s", (_, subject, message) => {
    const [detail, ...others] = detailsOf(entry(`id: x, control: a, ${subject}`));
    expect([detail, others]).toEqual([expect.stringMatching(message), []]);
    expect(detail).toMatch(/^exceptions\.yaml:3: exception x: subject/);
  });

  test.each([
    ["no control", "control: []", /must name a control/],
    ["a control with a space", "control: a b", /must be the id of a control/],
    ["the end before the beginning", "control: a, created: 2027-02-01", /expires: lies before the day/],
    ["a time instead of a day", "control: a, created: 2026-01-01T00:00:00Z", /a date such as/],
    ["a number for a ticket", "control: a, ticket: 12", /must be where it was discussed/],
  ])("%s", (_, more, message) => {
    const details = detailsOf(entry(`id: x, subject: {user_name: a}, ${more}`));
    expect(details.join("\n")).toMatch(message);
    expect(details).toHaveLength(1);
  });

  test.each([
    ["no list", "version: 1\n", /exceptions: is missing: the list of exceptions/],
    ["no entries", "version: 1\nexceptions:\n", /exceptions.yaml:2: exceptions: must be the list/],
    [
      "another version",
      `${file(GOOD).replace("version: 1", "version: 2")}`,
      /exceptions\.yaml:1: version: must be 1/,
    ],
    ["an unknown key", `rules: []\n${file(GOOD)}`, /exceptions\.yaml:1: the file: .*"rules"/],
    ["empty", "", /the file/],
    ["an entry that is text", `${file(GOOD)}\n  - ann`, /exceptions\.yaml:4: exception number 2/],
  ])("%s", (_, text, message) => {
    expect(faultOf(text).details.join("\n")).toMatch(message);
  });

  test("what is no YAML names the line too", () => {
    expect(faultOf(`version: 1\nexceptions:\n  - {id: "one}\n`).what).toMatch(
      /^exceptions\.yaml:\d+ is not valid YAML/,
    );
    expect(faultOf("version: 1\nversion: 1\nexceptions: []").what).toMatch(/:2 is not valid YAML/);
  });

  test("an exception without an id is called by its number", () => {
    expect(detailsOf(GOOD, GOOD.replace("id: one, ", ""))).toEqual([
      expect.stringMatching(/^exceptions\.yaml:4: exception number 2: id: is missing/),
    ]);
  });
});

test("a named file must be there; the usual one need not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  try {
    const path = join(folder, "mine.yaml");
    await expect(readExceptions(path)).rejects.toMatchObject({ code: "no_exceptions" });
    await writeFile(path, file(GOOD));
    expect((await readExceptions(path))?.entries).toHaveLength(1);
    // Tests run in the root of the repository, which has none.
    expect(await readExceptions(undefined)).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});
