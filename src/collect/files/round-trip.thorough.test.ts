import fc from "fast-check";
import { expect, test } from "vitest";
import type { SqlRow } from "../../engine/engine.js";
import { COLUMNS } from "./test-report.js";
import { at, pick, readFiles } from "./test-support.js";

const AS_OF = at("2026-11-23T00:00:00Z");
const account = (index: number) => String(900_000_000_000 + index);

/** What a report says of a user: null is a word for none. */
interface Facts {
  readonly name: string;
  readonly path: string;
  readonly times: readonly (number | null)[];
  readonly flags: readonly (boolean | null)[];
  readonly texts: readonly (string | null)[];
}

const TIMES: Readonly<Record<string, string>> = {
  user_creation_time: "created_at",
  password_last_used: "password_last_used_at",
  password_last_changed: "password_last_changed_at",
  password_next_rotation: "password_next_rotation_at",
  access_key_1_last_rotated: "access_key_1_created_at",
  access_key_1_last_used_date: "access_key_1_last_used_at",
  access_key_2_last_rotated: "access_key_2_created_at",
  access_key_2_last_used_date: "access_key_2_last_used_at",
  cert_1_last_rotated: "certificate_1_created_at",
  cert_2_last_rotated: "certificate_2_created_at",
};
const FLAGS: Readonly<Record<string, string>> = {
  password_enabled: "password_enabled",
  mfa_active: "mfa_active",
  access_key_1_active: "access_key_1_active",
  access_key_2_active: "access_key_2_active",
  cert_1_active: "certificate_1_active",
  cert_2_active: "certificate_2_active",
};
const TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  [1, 2].flatMap((slot) =>
    ["region", "service"].map((what) => [
      `access_key_${slot}_last_used_${what}`,
      `access_key_${slot}_last_used_${what}`,
    ]),
  ),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html says what names and paths may hold. */
const characters = (text: string) => fc.constantFrom(...text);
const NAME = characters("abcXYZ019+=,.@_-");
const PATH = characters("abcXYZ019!\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~");
const several = (of: fc.Arbitrary<string>, min: number, max: number) =>
  fc.string({ unit: of, minLength: min, maxLength: max });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 2 });
const list = <T>(of: fc.Arbitrary<T>, columns: object) =>
  fc.array(maybe(of), { minLength: Object.keys(columns).length, maxLength: Object.keys(columns).length });
const facts: fc.Arbitrary<Facts> = fc.record({
  name: several(NAME, 1, 12),
  path: fc.oneof(
    fc.constant("/"),
    fc.array(several(PATH, 1, 6), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join("/")}/`),
  ),
  times: list(fc.integer({ min: at("2010-01-01"), max: AS_OF }), TIMES),
  flags: list(fc.boolean(), FLAGS),
  texts: list(several(characters("abc-1'\" ,"), 1, 9), TEXTS),
});

/** The forms in which a program may write one and the same report. */
interface Hand {
  readonly lineEnd: string;
  readonly quoteAll: boolean;
  readonly lastLineEnd: boolean;
  readonly columns: readonly string[];
  readonly choices: readonly number[];
}
const hand: fc.Arbitrary<Hand> = fc.record({
  lineEnd: fc.constantFrom("\n", "\r\n"),
  quoteAll: fc.boolean(),
  lastLineEnd: fc.boolean(),
  columns: fc
    .shuffledSubarray([...COLUMNS, "extra", '"quoted" column', "additional_credentials_info"], {
      minLength: COLUMNS.length + 3,
    })
    .map((names) => names),
  choices: fc.array(fc.nat(), { minLength: 50, maxLength: 50 }),
});

function write(users: readonly Facts[], how: Hand, accountId: string): string {
  let turn = 0;
  const choose = <T>(...options: T[]): T => {
    turn += 1;
    return options[(how.choices[turn % how.choices.length] ?? 0) % options.length] as T;
  };
  const word = () => choose("N/A", "no_information", "not_supported", "n/a", "NO_INFORMATION");
  const time = (value: number | null | undefined) => {
    if (value === null || value === undefined) return word();
    const text = new Date(value * 1000).toISOString().slice(0, 19);
    const east = new Date((value + 5.5 * 3600) * 1000).toISOString().slice(0, 19);
    return choose(
      `${text}Z`,
      `${text}+00:00`,
      `${text}.750Z`,
      `${text}-00:00`,
      `${east}+05:30`,
      `${east}+0530`,
    );
  };
  const flag = (value: boolean | null | undefined) =>
    value === null || value === undefined
      ? word()
      : choose(String(value), String(value).toUpperCase(), value ? "True" : "fALSE");
  const quote = (value: string) =>
    how.quoteAll || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const rows = users.map(
    (one): Record<string, string> => ({
      user: one.name,
      arn: `arn:aws:iam::${accountId}:user${one.path}${one.name}`,
      ...Object.fromEntries(Object.keys(TIMES).map((name, i) => [name, time(one.times[i])])),
      ...Object.fromEntries(Object.keys(FLAGS).map((name, i) => [name, flag(one.flags[i])])),
      ...Object.fromEntries(Object.keys(TEXTS).map((name, i) => [name, one.texts[i] ?? "N/A"])),
      extra: choose("", 'a "b"', "x,y", "two\nlines"),
      '"quoted" column': "=1+1",
      additional_credentials_info: "N/A",
    }),
  );
  const lines = [how.columns, ...rows.map((row) => how.columns.map((name) => row[name] ?? ""))];
  const text = lines.map((line) => line.map(quote).join(",")).join(how.lineEnd);
  return how.lastLineEnd ? text + how.lineEnd : text;
}

function expected(one: Facts, accountId: string): SqlRow {
  return {
    account_id: accountId,
    arn: `arn:aws:iam::${accountId}:user${one.path}${one.name}`,
    user_name: one.name,
    path: one.path,
    in_report: true,
    ...Object.fromEntries(Object.values(TIMES).map((name, i) => [name, one.times[i] ?? null])),
    ...Object.fromEntries(Object.values(FLAGS).map((name, i) => [name, one.flags[i] ?? null])),
    ...Object.fromEntries(Object.values(TEXTS).map((name, i) => [name, one.texts[i] ?? null])),
  };
}

const key = ({ path, name }: Facts) => path + name;
const report = fc.tuple(fc.uniqueArray(facts, { minLength: 1, maxLength: 8, selector: key }), hand);

test("what a program writes comes back to the last value, in whatever form it writes it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(report, { minLength: 6, maxLength: 6 }), async (reports) => {
      const files = reports.map(([users, how], i) => [`${i}.csv`, write(users, how, account(i))]);
      const { users, problems } = await readFiles(Object.fromEntries(files));
      // None of these reports has a row of root.
      expect(problems.filter((text) => !text.includes("has no row of root"))).toEqual([]);
      const wanted = reports.flatMap(([list, _], i) => list.map((one) => expected(one, account(i))));
      const byArn = new Map(users.map((row) => [row.arn, row]));
      expect(users.length).toBe(wanted.length);
      for (const row of wanted)
        expect(pick(byArn.get(row.arn ?? "") ?? {}, ...Object.keys(row))).toEqual(row);
    }),
    { numRuns: 6 },
  );
});
