import { beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT, csv, key, password, type ReportRow, root, user } from "./test-report.js";
import { at, pick, type Reading, readFiles } from "./test-support.js";

/** Users whose values are all read in one go; each test looks at its own. */
const USERS: Record<string, ReportRow> = {
  zulu: { user_creation_time: "2020-05-06T07:08:09Z" },
  offset: { user_creation_time: "2020-05-06T07:08:09+00:00" },
  fraction: { user_creation_time: "2020-05-06T07:08:09.999Z" },
  east: { user_creation_time: "2020-05-06T12:38:09+05:30" },
  west: { user_creation_time: "2020-05-06T00:08:09-0700" },
  shouting: { ...password("2026-01-01T00:00:00Z"), password_enabled: "TRUE", mfa_active: "True" },
  denying: { password_enabled: "FALSE", mfa_active: "False", access_key_1_active: "fAlSe" },
  unused: password("no_information", "2021-02-03T00:00:00Z"),
  capitals: password("NO_INFORMATION", "n/a"),
  unsupported: { password_enabled: "not_supported", mfa_active: "N/A", password_last_used: "not_supported" },
  rotating: { ...password("N/A"), password_next_rotation: "2031-01-01T00:00:00Z" },
  full: {
    ...key(1, "2021-01-01T00:00:00Z", "2022-02-02T00:00:00Z"),
    access_key_1_last_used_region: "eu-west-1",
    access_key_1_last_used_service: "s3",
    access_key_2_active: "false",
    access_key_2_last_rotated: "2019-09-09T00:00:00Z",
    access_key_2_last_used_date: "2020-01-01T00:00:00Z",
    access_key_2_last_used_region: "N/A",
    access_key_2_last_used_service: "sts",
    cert_1_active: "true",
    cert_1_last_rotated: "2018-01-01T00:00:00Z",
    cert_2_active: "false",
    cert_2_last_rotated: "2017-01-01T00:00:00Z",
  },
  "a,b": { arn: `arn:aws:iam::${ACCOUNT}:user/a,b` },
  "=SUM(A1)": {},
  "+plus": {},
  "@at": {},
  "-minus": {},
  "dots.and_under": {},
  pathed: { arn: `arn:aws:iam::${ACCOUNT}:user/team/a b/x'y/pathed` },
  ann: {},
  "ann-2": {},
};

let reading: Reading;
beforeAll(async () => {
  const rows = Object.entries(USERS).map(([name, values]) => user(name, values));
  reading = await readFiles({ "report.csv": csv([root(), ...rows]) });
});

test("nothing in these reports is a problem, and every user is there once", () => {
  expect(reading.problems).toEqual([]);
  expect(reading.users.map(({ user_name }) => user_name).sort()).toEqual(Object.keys(USERS).sort());
  expect(reading.users.filter(({ in_report }) => in_report !== true)).toEqual([]);
  expect(reading.coverage(ACCOUNT, "credential_report").status).toBe("ok");
  expect(reading.accounts).toEqual([expect.objectContaining({ account_id: ACCOUNT, partition: "aws" })]);
});

describe("times", () => {
  test.each(["zulu", "offset", "fraction", "east", "west"])("%s is the same second", (name) => {
    expect(reading.user(name).created_at).toBe(at("2020-05-06T07:08:09Z"));
  });

  test("that a password must be changed may lie in the future", () => {
    expect(reading.user("rotating").password_next_rotation_at).toBe(at("2031-01-01T00:00:00Z"));
  });
});

describe("flags", () => {
  test("are read in any case", () => {
    expect(pick(reading.user("shouting"), "password_enabled", "mfa_active")).toEqual({
      password_enabled: true,
      mfa_active: true,
    });
    expect(pick(reading.user("denying"), "password_enabled", "mfa_active", "access_key_1_active")).toEqual({
      password_enabled: false,
      mfa_active: false,
      access_key_1_active: false,
    });
  });

  test("that are not told are not known, which is not false", () => {
    const row = reading.user("unsupported");
    expect(pick(row, "password_enabled", "mfa_active", "enabled_credentials", "in_report")).toEqual({
      password_enabled: null,
      mfa_active: null,
      enabled_credentials: null,
      in_report: true,
    });
  });
});

describe("a password that was never used", () => {
  test("has no last use, and counts from its last change", () => {
    const row = reading.user("unused");
    expect(pick(row, "password_enabled", "password_last_used_at", "password_activity_at")).toEqual({
      password_enabled: true,
      password_last_used_at: null,
      password_activity_at: at("2021-02-03T00:00:00Z"),
    });
  });

  test("whatever the case of the words that say so, else from the user's creation", () => {
    expect(reading.user("capitals").password_activity_at).toBe(at("2020-01-01T00:00:00Z"));
  });
});

test("each value is in its own column", () => {
  const row = reading.user("full");
  const wanted = {
    access_key_1_active: true,
    access_key_1_created_at: at("2021-01-01T00:00:00Z"),
    access_key_1_last_used_at: at("2022-02-02T00:00:00Z"),
    access_key_1_last_used_region: "eu-west-1",
    access_key_1_last_used_service: "s3",
    access_key_1_id: null,
    access_key_2_active: false,
    access_key_2_created_at: at("2019-09-09T00:00:00Z"),
    access_key_2_last_used_at: at("2020-01-01T00:00:00Z"),
    access_key_2_last_used_region: null,
    access_key_2_last_used_service: "sts",
    certificate_1_active: true,
    certificate_1_created_at: at("2018-01-01T00:00:00Z"),
    certificate_2_active: false,
    certificate_2_created_at: at("2017-01-01T00:00:00Z"),
    active_keys: 1,
    oldest_active_key_at: at("2021-01-01T00:00:00Z"),
    last_activity_at: at("2022-02-02T00:00:00Z"),
    mfa_active: false,
    password_enabled: false,
  };
  expect(pick(row, ...Object.keys(wanted))).toEqual(wanted);
});

describe("names", () => {
  test.each(["a,b", "=SUM(A1)", "+plus", "@at", "-minus", "dots.and_under"])(
    "%s is a name like any other",
    (name) => {
      expect(reading.user(name).arn).toBe(`arn:aws:iam::${ACCOUNT}:user/${name}`);
      expect(reading.user(name).path).toBe("/");
    },
  );

  test("the path is told from the name", () => {
    expect(pick(reading.user("pathed"), "arn", "path")).toEqual({
      arn: `arn:aws:iam::${ACCOUNT}:user/team/a b/x'y/pathed`,
      path: "/team/a b/x'y/",
    });
  });

  test("root is no user, and no user is root", () => {
    expect(reading.users.some(({ arn }) => String(arn).endsWith(":root"))).toBe(false);
    expect(reading.roots.map(({ arn }) => arn)).toEqual([`arn:aws:iam::${ACCOUNT}:root`]);
  });
});
