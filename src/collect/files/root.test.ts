import { beforeAll, describe, expect, test } from "vitest";
import {
  ACCOUNT,
  COLUMNS,
  collectionJson,
  csv,
  key,
  type ReportRow,
  reportJson,
  root,
  user,
} from "./test-report.js";
import { at, pick, type Reading, readFiles } from "./test-support.js";

interface Scenario {
  readonly row?: ReportRow;
  readonly columns?: readonly string[];
  readonly summary?: Readonly<Record<string, number>>;
  /** When the summary was asked for; the report is of 23:30. */
  readonly summaryAt?: string;
  readonly devices?: readonly object[];
}

const LATER = "2026-11-22T23:50:00Z";
const none = root({
  password_enabled: "false",
  password_last_used: "N/A",
  password_last_changed: "N/A",
  mfa_active: "false",
});
const summary = (mfa: number, keys: number, passwordPresent = 1, certificates = 0) => ({
  AccountMFAEnabled: mfa,
  AccountAccessKeysPresent: keys,
  AccountPasswordPresent: passwordPresent,
  AccountSigningCertificatesPresent: certificates,
  Users: 3,
});
const device = {
  SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/root-account-mfa-device`,
  EnableDate: "2020-01-01T00:00:00Z",
  User: { Arn: `arn:aws:iam::${ACCOUNT}:root` },
};

const SCENARIOS = {
  live: { row: root() },
  "keys used after the password": {
    row: root({
      ...key(1, "2020-01-01T00:00:00Z", "2026-11-22T23:00:00Z"),
      ...key(2, "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    }),
  },
  "an inactive key": { row: { ...none, access_key_2_last_rotated: "2016-01-01T00:00:00Z" } },
  "no credential at all": { row: none },
  "a certificate alone": {
    row: { ...none, cert_2_active: "true", cert_2_last_rotated: "2016-01-01T00:00:00Z" },
  },
  "a certificate that is not active": { row: { ...none, cert_1_last_rotated: "2016-01-01T00:00:00Z" } },
  "a summary that knows of a certificate": { row: none, summary: summary(0, 0, 0, 1) },
  "an older report": {
    row: root({
      password_enabled: "not_supported",
      password_last_used: "2026-11-01T00:00:00+00:00",
      password_last_changed: "not_supported",
    }),
  },
  "a report without the use of keys": {
    row: root(key(1, "2016-01-01T00:00:00Z")),
    columns: COLUMNS.filter((name) => !/key_._last_used/.test(name)),
  },
  "a report without the creation of keys": {
    row: none,
    columns: COLUMNS.filter((name) => name !== "access_key_2_last_rotated"),
  },
  "a summary alone": { summary: summary(1, 1) },
  "a summary alone, of an account without root credentials": { summary: summary(0, 0, 0) },
  "a summary that knows of MFA since": {
    row: root({ mfa_active: "false" }),
    summary: summary(1, 0),
    summaryAt: LATER,
  },
  "a summary that knows of keys removed since": {
    row: root(key(1, "2016-01-01T00:00:00Z")),
    summary: summary(1, 0),
    summaryAt: LATER,
  },
  "a summary that knows of a key made since": { row: root(), summary: summary(1, 1), summaryAt: LATER },
  "a summary of before the report": {
    row: root({ ...key(1, "2016-01-01T00:00:00Z"), mfa_active: "false" }),
    summary: summary(1, 0),
    summaryAt: "2026-11-22T20:00:00Z",
  },
  "a summary of nobody knows when, with MFA": { row: root({ mfa_active: "false" }), summary: summary(1, 0) },
  "a summary of nobody knows when, without keys": {
    row: root(key(1, "2016-01-01T00:00:00Z")),
    summary: summary(1, 0),
  },
  "a summary of nobody knows when, with a key": { row: root(), summary: summary(1, 1) },
  "a summary of nobody knows when, without a password": { row: root(), summary: summary(1, 0, 0) },
  "an active key without a date": {
    row: root({ access_key_1_active: "true", access_key_1_last_rotated: "N/A" }),
  },
  "a summary that says nothing": { row: root(), summary: { Users: 3 } },
  "a bad value and a summary": { row: root({ password_last_used: "?" }), summary: summary(1, 0) },
  "a bad password flag": { row: { ...none, password_enabled: "maybe" } },
  "a bad key flag": { row: { ...none, access_key_1_active: "maybe" } },
  "a bad certificate flag": { row: { ...none, cert_1_active: "maybe" } },
  "a report that denies a listed device": { row: root({ mfa_active: "false" }), devices: [device] },
  "a report that denies a device enabled since": {
    row: root({ mfa_active: "false" }),
    devices: [{ ...device, EnableDate: "2026-11-22T23:45:00Z" }],
  },
  "a virtual device": { row: root(), devices: [device] },
  "another device": { row: root(), devices: [] },
  "no device, and devices listed": { row: root({ mfa_active: "false" }), devices: [] },
  "no root row": {},
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;

const names = Object.keys(SCENARIOS) as Name[];
const id = (name: Name) => String(600_000_000_000 + names.indexOf(name));
let reading: Reading;
beforeAll(async () => {
  const files: Record<string, string> = {};
  for (const name of names) {
    const { row, columns, summary, summaryAt, devices }: Scenario = SCENARIOS[name];
    const put = (file: string, text: string) => {
      files[`${id(name)}/${file}`] = text;
    };
    const rows = [...(row === undefined ? [] : [row]), user("ann")];
    const text = csv(rows, columns === undefined ? {} : { columns }).replaceAll(ACCOUNT, id(name));
    if (row !== undefined || summary === undefined)
      put("report.json", reportJson(text, "2026-11-22T23:30:00Z"));
    if (summary !== undefined) put("account-summary.json", JSON.stringify({ SummaryMap: summary }));
    if (summaryAt !== undefined) {
      put("collection.json", collectionJson(id(name), [["account_summary", "ok", summaryAt]]));
    }
    if (devices !== undefined) {
      put(
        "virtual-mfa-devices.json",
        JSON.stringify({ VirtualMFADevices: devices }).replaceAll(ACCOUNT, id(name)),
      );
    }
  }
  reading = await readFiles(files);
});

const rootOf = (name: Name, ...columns: string[]) => pick(reading.root(id(name)), ...columns);

describe("the root row of a report", () => {
  test("is no user, and stands in its own table", () => {
    expect(
      rootOf(
        "live",
        "arn",
        "created_at",
        "password_enabled",
        "mfa_active",
        "access_keys",
        "active_keys",
        "has_credentials",
      ),
    ).toEqual({
      arn: `arn:aws:iam::${id("live")}:root`,
      created_at: at("2015-01-01T00:00:00Z"),
      password_enabled: true,
      mfa_active: true,
      access_keys: 0,
      active_keys: 0,
      has_credentials: true,
    });
    expect(reading.users.every(({ user_name }) => user_name === "ann")).toBe(true);
  });

  test.each<[Name, number | null, boolean | null]>([
    ["live", at("2019-01-01T00:00:00Z"), true],
    ["keys used after the password", at("2026-11-22T23:00:00Z"), true],
    ["no credential at all", null, true],
    ["an older report", at("2026-11-01T00:00:00Z"), true],
    ["a report without the use of keys", at("2019-01-01T00:00:00Z"), false],
    ["a summary alone", null, null],
    ["a bad value and a summary", null, false],
  ])("tells the latest use of any credential: %s", (name, last, known) => {
    expect(rootOf(name, "last_used_at", "use_known")).toEqual({ last_used_at: last, use_known: known });
  });

  test("tells the latest use of the keys apart from that of the password", () => {
    expect(rootOf("keys used after the password", "key_last_used_at")).toEqual({
      key_last_used_at: at("2026-11-22T23:00:00Z"),
    });
    expect(rootOf("live", "key_last_used_at")).toEqual({ key_last_used_at: null });
  });

  test.each<[Name, number | null, number | null]>([
    ["live", 0, 0],
    ["keys used after the password", 2, 2],
    ["an inactive key", 1, 0],
    ["a report without the creation of keys", null, 0],
    ["a summary alone", 1, null],
    ["a summary that knows of keys removed since", 0, 0],
    ["a summary that knows of a key made since", 1, null],
    ["a summary of before the report", 1, 1],
    ["a summary of nobody knows when, without keys", null, 1],
    ["a summary of nobody knows when, with a key", null, null],
    ["an active key without a date", 1, 1],
    ["a bad key flag", null, null],
    ["a bad value and a summary", 0, 0],
  ])("counts keys that exist and keys that are active: %s", (name, exist, active) => {
    expect(rootOf(name, "access_keys", "active_keys")).toEqual({ access_keys: exist, active_keys: active });
  });

  test.each<[Name, boolean | null]>([
    ["live", true],
    ["no credential at all", false],
    ["an inactive key", true],
    ["a certificate alone", true],
    ["an older report", true],
    ["a report without the creation of keys", null],
    ["a summary alone", true],
    ["a summary alone, of an account without root credentials", false],
    ["a summary that knows of keys removed since", true],
    ["a summary that says nothing", true],
    ["a bad value and a summary", true],
    ["a summary of nobody knows when, without keys", true],
    ["a summary of nobody knows when, without a password", null],
    ["no root row", null],
    ["a bad password flag", null],
    ["a bad key flag", null],
    ["a bad certificate flag", null],
  ])("tells whether root has any credential: %s: %s", (name, has) => {
    expect(rootOf(name, "has_credentials")).toEqual({ has_credentials: has });
  });

  test.each<[Name, boolean | null]>([
    ["live", false],
    ["a certificate alone", true],
    ["a certificate that is not active", true],
    ["a summary alone", false],
    // Nobody knows which of the two is newer.
    ["a summary that knows of a certificate", null],
    ["a bad certificate flag", null],
    ["no root row", null],
  ])("tells whether root has a signing certificate: %s: %s", (name, has) => {
    expect(rootOf(name, "signing_certificate")).toEqual({ signing_certificate: has });
  });
});

describe("MFA of root", () => {
  test.each<[Name, boolean | null, string | null]>([
    ["live", true, null],
    ["a virtual device", true, "virtual"],
    ["another device", true, "hardware"],
    ["no device, and devices listed", false, null],
    ["a report that denies a listed device", null, "virtual"],
    ["a report that denies a device enabled since", true, "virtual"],
    ["a summary that knows of MFA since", true, null],
    ["a summary alone, of an account without root credentials", false, null],
    ["a summary of before the report", false, null],
    ["a summary of nobody knows when, with MFA", null, null],
    ["a summary that says nothing", true, null],
    ["a bad value and a summary", true, null],
  ])("%s: %s, %s", (name, active, kind) => {
    expect(rootOf(name, "mfa_active", "mfa_kind")).toEqual({ mfa_active: active, mfa_kind: kind });
  });
});

test("a password that an older report does not speak of is not known, but root has one", () => {
  expect(
    rootOf("an older report", "password_enabled", "password_last_changed_at", "has_credentials"),
  ).toEqual({
    password_enabled: null,
    password_last_changed_at: null,
    has_credentials: true,
  });
});

test("contradictions that no time settles are told", () => {
  const told = names.flatMap((name) => {
    const { mfa_contradiction: mfa, keys_contradiction: keys } = reading.root(id(name));
    return mfa === null && keys === null ? [] : [[name, mfa, keys]];
  });
  const both = (report: string, summary: string) =>
    `credential report: ${report}, account summary: ${summary}`;
  const listed = "credential report: no, list of virtual MFA devices: yes";
  expect(told).toEqual([
    ["a summary of nobody knows when, with MFA", both("no", "yes"), null],
    ["a summary of nobody knows when, without keys", null, both("yes", "no")],
    ["a summary of nobody knows when, with a key", null, both("no", "yes")],
    ["a report that denies a listed device", listed, null],
  ]);
});

test("a report without a row of root leaves root unknown", () => {
  expect(rootOf("no root row", "mfa_active", "access_keys", "has_credentials", "use_known")).toEqual({
    mfa_active: null,
    access_keys: null,
    has_credentials: null,
    use_known: null,
  });
  expect(reading.roots.length).toBe(names.length);
});

test("a summary of a GovCloud account makes its root an ARN of that partition", async () => {
  const { roots } = await readFiles({
    [`${ACCOUNT}/summary.json`]: JSON.stringify({ SummaryMap: summary(1, 0) }),
    [`${ACCOUNT}/caller.json`]: JSON.stringify({
      Account: ACCOUNT,
      UserId: "AIDA",
      Arn: `arn:aws-us-gov:iam::${ACCOUNT}:user/x`,
    }),
  });
  expect(roots.map(({ arn }) => arn)).toEqual([`arn:aws-us-gov:iam::${ACCOUNT}:root`]);
});

test("a second row of root that cannot be read makes no second root", async () => {
  const { roots } = await readFiles({
    [`${ACCOUNT}/a.csv`]: csv([root(), { ...root(), arn: "bob" }, user("ann")]),
  });
  expect(roots.map(({ account_id, mfa_active }) => [account_id, mfa_active])).toEqual([[ACCOUNT, true]]);
});
