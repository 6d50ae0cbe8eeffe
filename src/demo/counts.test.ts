// Reads the generated files as a stranger would and counts with the plainest possible code: nothing here uses the
// tables from which the cohort was made.
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { demoFiles, ROOT_COUNTS } from "./index.js";

type Row = Record<string, string>;

interface Credential {
  readonly kind: "password" | "key";
  readonly since: number;
  readonly used: number | undefined;
}

const AUDIT = Date.parse("2021-01-24T00:00:00Z");
const DAY = 86_400_000;
const SLOTS = ["access_key_1", "access_key_2"] as const;

const members = new Set<string>();
const management = new Set<string>();
const users: (Row & { account: string })[] = [];
const roots: Row[] = [];
for (const { path, content } of demoFiles()) {
  const [folder = "", name] = path.split("/");
  const data = JSON.parse(content);
  if (name === "list-accounts.json") for (const account of data.Accounts) members.add(account.Id);
  if (name === "describe-organization.json" && "Organization" in data) {
    management.add(data.Organization.MasterAccountId);
  }
  if (name !== "credential-report.json") continue;
  const [root, ...rest] = parse(Buffer.from(data.Content, "base64"), { columns: true }) as Row[];
  if (root !== undefined) roots.push(root);
  for (const row of rest) users.push({ ...row, account: folder });
}

const time = (text: string | undefined) => {
  const parsed = Date.parse(text ?? "");
  return Number.isNaN(parsed) ? undefined : parsed;
};
const ageInDays = (milliseconds: number) => (AUDIT - milliseconds) / DAY;
const known = (milliseconds: number | undefined) => {
  if (milliseconds === undefined) throw new Error("a date is missing");
  return milliseconds;
};

function activeKeys(row: Row): Credential[] {
  return SLOTS.filter((slot) => row[`${slot}_active`] === "true").map((slot) => ({
    kind: "key",
    since: known(time(row[`${slot}_last_rotated`])),
    used: time(row[`${slot}_last_used_date`]),
  }));
}

function credentials(row: Row): Credential[] {
  if (row.password_enabled !== "true") return activeKeys(row);
  const since = known(time(row.password_last_changed));
  return [{ kind: "password", since, used: time(row.password_last_used) }, ...activeKeys(row)];
}

const lastSign = (credential: Credential) => credential.used ?? credential.since;
const idleDays = (row: Row) => {
  const all = credentials(row).map(lastSign);
  return all.length === 0 ? undefined : ageInDays(Math.max(...all));
};
const created = (row: Row) => known(time(row.user_creation_time));
const count = (judge: (row: Row & { account: string }) => boolean) => users.filter(judge).length;

test("there are 12,478 users in 1,143 accounts, 178 of them standalone", () => {
  expect(users.length).toBe(12_478);
  expect(roots.length).toBe(1_143);
  expect(new Set(users.map((row) => row.account)).size).toBe(1_143);
  expect(roots.length - members.size).toBe(178);
  expect(management.size).toBeGreaterThanOrEqual(300);
  expect(management.size).toBeLessThanOrEqual(450);
});

test("console users without a device: 773 in standalone accounts, as large a part of those in members, none in management accounts", () => {
  const roles = {
    standalone: { all: 0, bare: 0 },
    member: { all: 0, bare: 0 },
    management: { all: 0, bare: 0 },
  };
  for (const row of users.filter(({ password_enabled: enabled }) => enabled === "true")) {
    const member = members.has(row.account) ? "member" : "standalone";
    const counts = roles[management.has(row.account) ? "management" : member];
    counts.all += 1;
    if (row.mfa_active === "false") counts.bare += 1;
  }
  const { standalone, member, management: managing } = roles;
  expect([standalone.bare, managing.bare]).toEqual([773, 0]);
  // Else where a user is would look like a cause.
  const part = ({ all, bare }: typeof member) => bare / all;
  expect(part(standalone)).toBeLessThan(0.35);
  expect(part(member) / part(standalone)).toBeGreaterThan(0.85);
  expect(managing.all).toBeLessThan(member.all / 5);
});

test("1,331 users with a password have a key made at set-up, in both slots; other keys follow after 11 seconds or more", () => {
  const gaps = (row: Row) => activeKeys(row).map((key) => Math.abs(key.since - created(row)) / 1000);
  const atSetup = (row: Row) => gaps(row).some((gap) => gap <= 10);
  expect(count((row) => row.password_enabled === "true" && atSetup(row))).toBe(1_331);
  expect(count(atSetup)).toBe(1_331);
  const all = users.flatMap((row) =>
    SLOTS.map((slot) => time(row[`${slot}_last_rotated`])).flatMap((rotated) =>
      rotated === undefined ? [] : [(rotated - created(row)) / 1000],
    ),
  );
  expect(all.filter((gap) => gap < 0 || (gap > 6 && gap < 11))).toEqual([]);
  expect(all.filter((gap) => gap >= 11 && gap <= 3600).length).toBeGreaterThan(100);
  expect(all.filter((gap) => gap >= 11 && gap <= 60).length).toBeGreaterThan(0);
  for (const slot of SLOTS) {
    expect(count((row) => row[`${slot}_active`] === "true" && atSetup(row))).toBeGreaterThan(200);
  }
});

test("a good part of the set-up keys came in bursts of users made within a minute in one account", () => {
  const minutes = new Map<string, number>();
  for (const row of users) {
    if (!activeKeys(row).some((key) => key.since - created(row) <= 10_000)) continue;
    const minute = `${row.account} ${Math.floor(created(row) / 120_000)}`;
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  const inBursts = [...minutes.values()].filter((size) => size >= 3).reduce((sum, size) => sum + size, 0);
  expect(inBursts).toBeGreaterThan(600);
  expect(inBursts).toBeLessThan(1_000);
});

test("two active keys: 830, in the published tiers by the newer key", () => {
  const newer = users
    .map(activeKeys)
    .filter((keys) => keys.length === 2)
    .map((keys) => ageInDays(Math.max(...keys.map((key) => key.since))));
  const olderThan = (days: number) => newer.filter((age) => age > days).length;
  expect([newer.length, olderThan(30), olderThan(90), olderThan(365)]).toEqual([830, 799, 720, 445]);
  expect(newer.length - olderThan(30)).toBe(31);
});

test("users that existed 30, 90 and 365 days ago", () => {
  const existed = (days: number) => count((row) => ageInDays(created(row)) > days);
  expect([existed(30), existed(90), existed(365)]).toEqual([12_100, 11_395, 8_001]);
});

test("oldest active keys, in the published tiers, in both slots", () => {
  const olderThan = (days: number, slots: readonly string[] = SLOTS) =>
    count((row) =>
      slots.some(
        (slot) =>
          row[`${slot}_active`] === "true" && ageInDays(known(time(row[`${slot}_last_rotated`]))) > days,
      ),
    );
  expect([olderThan(90), olderThan(365), olderThan(1_825)]).toEqual([7_580, 4_931, 245]);
  expect(olderThan(1_825, ["access_key_1"])).toBeGreaterThan(100);
  expect(olderThan(1_825, ["access_key_2"])).toBeGreaterThan(20);
});

test("unused users: 6,211 for 90 days or more, 3,549 for over a year; 178 have nothing enabled", () => {
  const idle = users.map(idleDays);
  expect(idle.filter((days) => days !== undefined && days >= 90).length).toBe(6_211);
  expect(idle.filter((days) => days !== undefined && days > 365).length).toBe(3_549);
  expect(idle.filter((days) => days === undefined).length).toBe(178);
});

test("the oldest key, inactive ones included, is of August 2011", () => {
  const dates = users.flatMap((row) => SLOTS.map((slot) => time(row[`${slot}_last_rotated`]) ?? AUDIT));
  expect(new Date(Math.min(...dates)).toISOString()).toMatch(/^2011-08-/);
});

test("the longest unused console user has no information, and a password of March 2014 alone", () => {
  const console = users.filter((row) => row.password_enabled === "true");
  const since = (row: Row) => time(row.password_last_used) ?? known(time(row.password_last_changed));
  const [first, second] = console.toSorted((left, right) => since(left) - since(right));
  expect(first?.password_last_used).toBe("no_information");
  expect(first?.password_last_changed).toMatch(/^2014-03-/);
  expect(first && credentials(first).length).toBe(1);
  expect(second && new Date(since(second)).toISOString() > "2014-10-20").toBe(true);
  const idle = users.map(idleDays).filter((days) => days !== undefined);
  expect(Math.max(...idle)).toBe(first && idleDays(first));
});

test("the longest unused active key was last used between 22 and 30 April 2015", () => {
  const keys = users.flatMap(activeKeys).toSorted((left, right) => lastSign(left) - lastSign(right));
  expect(new Date(known(keys[0]?.used)).toISOString()).toMatch(/^2015-04-2[2-9]/);
  expect(keys.slice(1).every((key) => lastSign(key) > Date.parse("2015-05-01T00:00:00Z"))).toBe(true);
});

test("root users: as many as were published are in regular use, have keys, have no MFA", () => {
  const recent = (text: string | undefined) => ageInDays(time(text) ?? 0) <= 7;
  const regular = roots.filter((row) => recent(row.password_last_used));
  expect(regular.length).toBe(ROOT_COUNTS.usedWithin7Days);
  // Counted by its keys as well, it is the same roots.
  const any = roots.filter((row) =>
    ["password_last_used", ...SLOTS.map((slot) => `${slot}_last_used_date`)].some((name) =>
      recent(row[name]),
    ),
  );
  expect(any).toEqual(regular);
  expect(roots.filter((row) => activeKeys(row).length > 0).length).toBe(ROOT_COUNTS.withAccessKeys);
  expect(roots.filter((row) => row.mfa_active === "false").length).toBe(ROOT_COUNTS.withoutMfa);
  const percent = (number: number) => ((100 * number) / 1_143).toFixed(1);
  expect(Object.values(ROOT_COUNTS).map(percent)).toEqual(["3.0", "4.0", "8.5"]);
});

const DATE_COLUMNS = [
  "user_creation_time",
  "password_last_used",
  "password_last_changed",
  ...SLOTS.flatMap((slot) => [`${slot}_last_rotated`, `${slot}_last_used_date`]),
];

test("ages of keys and idle times lie on both sides of 90 days, less than a day away", () => {
  const near = (ages: readonly number[], from: number) =>
    ages.filter((age) => age >= from && age < from + 1).length;
  const keys = users.flatMap(activeKeys).map(({ since }) => ageInDays(since));
  const idle = users.map(idleDays).filter((days) => days !== undefined);
  for (const ages of [keys, idle]) {
    expect(near(ages, 89)).toBeGreaterThan(3);
    expect(near(ages, 90)).toBeGreaterThan(3);
  }
});

test("no date lies within a quarter of an hour of a boundary, or six hours before the audit", () => {
  const close: string[] = [];
  for (const row of [...users, ...roots]) {
    for (const column of DATE_COLUMNS) {
      const at = time(row[column]);
      if (at === undefined) continue;
      const near = [1, 7, 30, 45, 90, 365, 1_825].some((days) => Math.abs(ageInDays(at) - days) < 0.01);
      if (near || ageInDays(at) < 0.25) close.push(`${row.arn} ${column} ${row[column]}`);
    }
  }
  expect(close).toEqual([]);
});

/** When a credential began, when it was last used, and since when AWS records such uses. */
const USES = [
  ["password_last_changed", "password_last_used", "2014-10-20"],
  ...SLOTS.map((slot) => [`${slot}_last_rotated`, `${slot}_last_used_date`, "2015-04-22"] as const),
] as const;

test("dates follow one another, and none was recorded before AWS recorded it", () => {
  const wrong: string[] = [];
  for (const row of [...users, ...roots]) {
    for (const [since, used, recordedFrom] of USES) {
      const dates = [created(row), time(row[since]), time(row[used])].filter((date) => date !== undefined);
      const ordered = dates.every((date, index) => index === 0 || date >= known(dates[index - 1]));
      const recorded = (time(row[used]) ?? AUDIT) >= Date.parse(recordedFrom);
      if (!ordered || !recorded) wrong.push(`${row.arn} ${used}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("no sign-in lies in the weeks of May 2018 that AWS did not record", () => {
  const [from, to] = [Date.parse("2018-05-03T22:50:00-07:00"), Date.parse("2018-05-23T14:08:00-07:00")];
  const lost = [...users, ...roots].map((row) => time(row.password_last_used) ?? 0);
  expect(lost.filter((at) => at >= from && at <= to)).toEqual([]);
});

test("people sign in on working days, at working hours of several places; programs use keys at any hour", () => {
  const at = (text: string | undefined) => new Date(time(text) ?? Number.NaN);
  const weekend = (dates: readonly Date[]) =>
    dates.filter((date) => date.getUTCDay() % 6 === 0).length / dates.length;
  const used = (row: Row) => SLOTS.map((slot) => row[`${slot}_last_used_date`]).filter((text) => time(text));
  const signIns = users
    .map((row) => row.password_last_used)
    .filter((text) => time(text))
    .map(at);
  const programs = users
    .filter((row) => row.password_enabled === "false")
    .flatMap(used)
    .map(at);
  expect(weekend(signIns)).toBeLessThan(0.08);
  expect(weekend(programs)).toBeGreaterThan(0.2);
  const hours = (dates: readonly Date[], from: number) =>
    dates.filter((date) => date.getUTCHours() >= from && date.getUTCHours() < from + 4).length / dates.length;
  expect(hours(programs, 4)).toBeGreaterThan(0.12);
  expect(hours(signIns, 14)).toBeGreaterThan(2 * hours(signIns, 4));
});

test("mailers and backups use what their names say", () => {
  const services = (name: RegExp) =>
    new Set(
      users
        .filter((row) => name.test(row.user ?? "") && row.password_enabled === "false")
        .flatMap((row) => SLOTS.map((slot) => row[`${slot}_last_used_service`]))
        .filter((service) => service !== "N/A"),
    );
  expect(services(/^(?:mailer|ses-smtp)\b/)).toEqual(new Set(["ses"]));
  expect(services(/^(?:backup|s3-upload|s3-sync)\b/)).toEqual(new Set(["s3"]));
});
