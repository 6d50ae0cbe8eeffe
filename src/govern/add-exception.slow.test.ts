import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addException } from "./add-exception.js";
import { type Exception, exceptionSchema } from "./exception-schema.js";
import { parseExceptions } from "./read-exceptions.js";

const NEW: Exception = {
  id: "new",
  control: "user-unused",
  subject: { arn: "arn:aws:iam::111122223333:user/new" },
  owner: "ann@example.com",
  reason: "Needs until summer: a vendor's tool",
  approved_by: "ciso",
  created: "2026-11-23",
  expires: "2027-05-31",
};
const FILE = "exceptions.yaml";

const add = (text: string | undefined, exception = NEW) =>
  addException(text === undefined ? undefined : parseExceptions(text, FILE), exception, FILE);
const read = (text: string) => parseExceptions(text, FILE).entries.map(({ exception }) => exception);

const OLD = `id: old
    # who is this?
    control: [a, b]   # two
    subject: {user_name: old}
    owner: 'o'
    reason: >-
      long
      text
    approved_by: "b"
    expires: 2027-01-01`;
const NEW_LINES = `  - id: new
    control: user-unused
    subject:
      arn: arn:aws:iam::111122223333:user/new
    owner: ann@example.com
    reason: "Needs until summer: a vendor's tool"
    approved_by: ciso
    created: 2026-11-23
    expires: 2027-05-31
`;

test("a new file says what it is, and holds the exception", () => {
  const text = add(undefined);
  expect(text).toMatch(/^# Accepted risks: .*\nversion: 1\nexceptions:\n/);
  expect(text.endsWith(NEW_LINES)).toBe(true);
  expect(read(text)).toEqual([NEW]);
});

describe("what was there stays as it is, to the byte", () => {
  const BEFORE = `# ours\nversion: 1\n\nexceptions: # the list\n  # the first\n  - ${OLD}\n`;

  test("in front of the new lines", () => {
    expect(add(BEFORE)).toBe(`${BEFORE}${NEW_LINES}`);
  });
  test("also where the last line has no end", () => {
    expect(add(BEFORE.trimEnd())).toBe(`${BEFORE}${NEW_LINES}`);
  });
  test("comments behind the list stay behind it or before the new lines", () => {
    const text = add(`${BEFORE}# the end\n`);
    expect(text.replace(NEW_LINES, "")).toBe(`${BEFORE}# the end\n`);
  });
  test("members behind the list stay there", () => {
    const text = `exceptions:\n  - ${OLD}\nversion: 1 # last\n`;
    expect(add(text)).toBe(`exceptions:\n  - ${OLD}\n${NEW_LINES}version: 1 # last\n`);
  });
  test("lists without indentation, and with more", () => {
    for (const columns of ["", "      "]) {
      const shift = (lines: string) => lines.replace(/^ {2}/gm, columns).replace(/^(?=.*- id)/gm, "");
      const before = `version: 1\nexceptions:\n${shift(`  - ${OLD}\n`)}`;
      expect(add(before)).toBe(`${before}${shift(NEW_LINES)}`);
    }
  });
  test("lines that end as Windows has it", () => {
    const before = BEFORE.replaceAll("\n", "\r\n");
    expect(add(before)).toBe(`${before}${NEW_LINES.replaceAll("\n", "\r\n")}`);
  });
});

describe("what is written otherwise keeps its comments", () => {
  test.each([
    ["an empty list", "# ours\nversion: 1\nexceptions: []\n", 0],
    [
      "a list in brackets",
      "version: 1 # one\nexceptions: [{id: old, control: a, subject: {user_name: o}, owner: o, reason: r, approved_by: b, expires: 2027-01-01}]\n",
      1,
    ],
  ])("%s", (_, before, known) => {
    const text = add(before);
    expect(read(text)).toHaveLength(known + 1);
    expect(read(text).at(-1)).toEqual(NEW);
    expect(text).toContain(known === 0 ? "# ours" : "# one");
  });
});

test("added one after the other they keep their order", () => {
  let text = add(undefined);
  for (const id of ["second", "third"]) text = add(text, { ...NEW, id });
  expect(read(text).map(({ id }) => id)).toEqual(["new", "second", "third"]);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    "- x",
    "# x",
    "'",
    '"',
    "a: b",
    "&a *a",
    "!!js",
    "|\n x",
    "yes",
    "2027-01-01",
    "\u001b[31m",
    "\u2028",
  ),
);

test("whatever texts it holds, they are read back as they were, beside what was there", () => {
  const exception = fc.record({ owner: hostile, reason: hostile, approved_by: hostile, name: hostile });
  fc.assert(
    fc.property(exception, ({ name, ...texts }) => {
      const parsed = exceptionSchema.safeParse({
        ...NEW,
        ...texts,
        subject: { arn: `arn:aws:iam::111122223333:user/${name}` },
      });
      fc.pre(parsed.success);
      if (!parsed.success) return;
      const before = add(undefined, { ...NEW, id: "first" });
      const text = add(before, parsed.data);
      expect(text.startsWith(before)).toBe(true);
      expect(read(text)).toEqual([{ ...NEW, id: "first" }, parsed.data]);
    }),
    { numRuns: 400 },
  );
});
