import fc from "fast-check";
import { expect, test } from "vitest";
import type { SqlRow } from "../../engine/engine.js";
import { ACCOUNT, COLUMNS, csv, MANY, user } from "./test-report.js";
import { readFiles } from "./test-support.js";

const account = (index: number) => String(900_000_000_000 + index);

/** Ways to spoil a row so that nothing in it can be believed; the text of the row, and a number to choose by. */
const SPOILERS: readonly ((line: string, n: number) => string)[] = [
  (line, n) => line.slice(0, Math.max(1, n % (line.lastIndexOf(",") - 1))),
  (line, n) => insert(line, ",", n),
  (line, n) => line.replace(nth(line, ",", n), (comma) => (comma === "," ? ";" : comma)),
  (line) => `"${line}`,
  (line, n) => field(line, n, (value) => `"${value}`),
  (line, n) => field(line, n, (value) => `"${value}"x`),
  (line) => field(line, 1, () => "arn:aws:iam::1:user/x"),
  (line) => field(line, 1, (value) => `${value}\u0007`),
  (line) => line.replaceAll(",", ";"),
];

/** Ways to spoil one value of a row, which leave the others. */
const VALUE_SPOILERS: typeof SPOILERS = [
  (line, n) => typed(line, n, (value) => `${value}?`),
  (line, n) => typed(line, n, () => ""),
  (line, n) => typed(line, n, () => "2026-02-30T00:00:00Z"),
  (line, n) => typed(line, n, () => "2026-11-23T00:00:01Z"),
  (line, n) => typed(line, n, (value) => ` ${value}`),
];
const ALL = [...SPOILERS, ...VALUE_SPOILERS];

function insert(line: string, text: string, n: number): string {
  const place = n % line.length;
  return line.slice(0, place) + text + line.slice(place);
}

function nth(line: string, text: string, n: number): RegExp {
  const count = line.split(text).length - 1;
  return new RegExp(`${text}(?=(?:[^${text}]*${text}){${n % count}}[^${text}]*$)`);
}

function field(line: string, n: number, change: (value: string) => string): string {
  const fields = line.split(",");
  const place = n % fields.length;
  return fields.map((value, i) => (i === place ? change(value) : value)).join(",");
}

/** Changes a time that may not lie in the future, or a flag. */
function typed(line: string, n: number, change: (value: string) => string): string {
  const places = COLUMNS.flatMap((name, i) =>
    /^(user|arn)$|region|service|next_rotation/.test(name) ? [] : [i],
  );
  return field(line, places[n % places.length] ?? 2, change);
}

const NAMES = ["alpha", "bravo", "charlie", "delta", "echo"];
const GOOD = NAMES.map((name, i) =>
  user(name, {
    password_enabled: "true",
    password_last_used: `2026-0${i + 1}-01T00:00:00Z`,
    access_key_1_active: i % 2 === 0 ? "true" : "false",
    access_key_1_last_rotated: "2021-01-01T00:00:00Z",
    mfa_active: "true",
  }),
);

const spoilt = fc.record({
  row: fc.nat({ max: NAMES.length - 1 }),
  spoiler: fc.nat({ max: ALL.length - 1 }),
  n: fc.nat({ max: 1000 }),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  large: fc.constantFrom(false, false, false, true),
});

test("what is spoilt in any way is unknown and told with its line, and no other row suffers", async () => {
  const clean = await readFiles({ "a.csv": csv(GOOD) });
  await fc.assert(
    fc.asyncProperty(fc.array(spoilt, { minLength: 25, maxLength: 25 }), async (cases) => {
      const files = cases.map(({ row, spoiler, n, lineEnd, large }, i) => {
        const lines = csv(large ? [...GOOD, ...MANY] : GOOD).split("\n");
        lines[row + 1] = ALL[spoiler]?.(lines[row + 1] ?? "", n) ?? "";
        return [`${i}.csv`, lines.join(lineEnd).replaceAll(ACCOUNT, account(i))];
      });
      const reading = await readFiles(Object.fromEntries(files));
      for (const [i, { row, spoiler, large }] of cases.entries()) {
        const users = reading.users.filter(({ account_id }) => account_id === account(i));
        const label = `${JSON.stringify(cases[i])}: ${files[i]?.[1]?.split(/\r?\n/)[row + 1]}`;
        expect(users.length, label).toBe(NAMES.length + (large ? MANY.length : 0));
        for (const name of NAMES.filter((_, at) => at !== row)) {
          const found = users.find(({ user_name, in_report }) => user_name === name && in_report === true);
          const before = {
            ...clean.user(name),
            account_id: account(i),
            arn: String(clean.user(name).arn).replace(ACCOUNT, account(i)),
          };
          expect(found, label).toEqual(before);
        }
        const unknown = users.filter(({ in_report }) => in_report !== true);
        if (spoiler < SPOILERS.length) expect(unknown.map(evidenceOf), label).toEqual([[]]);
        else {
          const name = NAMES[row] ?? "";
          expect(unknown, label).toEqual([]);
          expect(
            invented(users.find(({ user_name }) => user_name === name) ?? {}, clean.user(name)),
            label,
          ).toEqual([]);
        }
        const own = reading.problems.filter((text) => text.startsWith(`${i}.csv:`));
        expect(
          own.map((text) => text.split(":")[1]),
          label,
        ).toEqual([String(row + 2)]);
      }
      expect(reading.accounts.length).toBe(cases.length);
    }),
    { numRuns: 5 },
  );
});

/** Names of the report's columns in which a row says something that it did not say before it was spoilt. */
function invented(spoilt: SqlRow, before: SqlRow): string[] {
  return Object.keys(before).filter((name) => {
    const ofReport = /^(created_at|mfa_active|(password|access_key|certificate)_)/.test(name);
    return ofReport && spoilt[name] !== null && spoilt[name] !== before[name];
  });
}

/** Names of the columns in which a row says more than who it is about. */
function evidenceOf({
  account_id,
  arn,
  user_name,
  path,
  in_report,
  in_account,
  ...values
}: SqlRow): string[] {
  return Object.keys(values).filter((name) => values[name] !== null);
}

/** Texts out of the pieces of which reports and documents are made. */
const PIECES = [
  ...COLUMNS.slice(0, 9),
  COLUMNS.join(),
  `arn:aws:iam::${ACCOUNT}:user/x`,
  "arn:aws:iam::111122223334:root",
  "<root_account>",
  "2026-01-01T00:00:00Z",
  "true",
  "N/A",
  ",",
  ",,,,",
  '"',
  '""',
  "\n",
  "\r\n",
  "\r",
  "\0",
  "\ufeff",
  "{",
  "}",
  "[",
  "]",
  '{"Content":"',
  '{"UserDetailList":[]}',
  '{"Accounts":[{"Id":"111122223333"}]}',
  '"__proto__":',
  "version: 1",
  "AWSOrganizationsNotInUseException",
  "\ud800",
  "é",
];
const anyText = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join("")),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...PIECES), { maxLength: 60 })
      .map((parts) => `${COLUMNS.join()}\n${parts.join("")}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
);
/** What authorization details tell of a user whom no report knows. */
const DETAILS = new Set(["user_id", "created_at", "groups", "tags", "boundary_arn", "scps_may_apply"]);

const anyFile = fc.tuple(
  fc.oneof(
    anyText,
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  ),
  fc.constantFrom("csv", "json", "txt"),
);

test("files of any text never stop it, never make up an account, and leave the report beside them as it is", async () => {
  const good = csv(GOOD).replaceAll(ACCOUNT, account(0));
  const alone = await readFiles({ "good.csv": good });
  await fc.assert(
    fc.asyncProperty(fc.array(anyFile, { minLength: 15, maxLength: 15 }), async (contents) => {
      const files = contents.map(([content, end], i) => [`any-${i}.${end}`, content] as const);
      const reading = await readFiles({ ...Object.fromEntries(files), "good.csv": good });
      expect(reading.users.filter(({ account_id }) => account_id === account(0))).toEqual(alone.users);
      for (const { account_id } of [...reading.accounts, ...reading.users, ...reading.roots]) {
        expect(account_id).toMatch(/^(\d{12}|unknown)$/);
      }
      const unreadable = reading.users.filter(({ in_report }) => in_report !== true);
      if (unreadable.some(({ in_account }) => in_account !== true))
        expect(reading.problems.length).toBeGreaterThan(0);
      expect(unreadable.flatMap(evidenceOf).filter((name) => !DETAILS.has(name))).toEqual([]);
    }),
    { numRuns: 6 },
  );
});
