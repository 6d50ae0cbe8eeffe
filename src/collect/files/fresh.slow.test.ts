import { describe, expect, test } from "vitest";
import { ACCOUNT, csv, key, password, type ReportRow, reportJson, root, user } from "./test-report.js";
import { at, type Files, pick, type Reading, readFiles } from "./test-support.js";

const REPORT_AT = "2026-11-20T08:00:00Z";
const READ_AT = "2026-11-20T10:00:00Z";
const AS_OF = "2026-11-20T10:00:00Z";

const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const liveKey = (UserName: string, AccessKeyId: string, CreateDate: string, Status = "Active") => ({
  UserName,
  AccessKeyId,
  CreateDate,
  Status,
});

interface Documents {
  /** The users of fresh.json: of version 1 where they are a list. */
  readonly fresh?: readonly string[] | Readonly<Record<"devices" | "password" | "keys", readonly string[]>>;
  readonly readAt?: string;
  readonly keys?: readonly object[];
  readonly used?: readonly object[];
  readonly devices?: readonly object[];
  readonly profiles?: readonly object[];
}

function files(rows: readonly ReportRow[], documents: Documents): Files {
  const folder = (name: string) => `${ACCOUNT}/${name}`;
  const list = (name: string, member: string, items: readonly object[] | undefined): Files =>
    items === undefined ? {} : { [folder(name)]: JSON.stringify({ [member]: items }) };
  const { fresh, readAt = READ_AT } = documents;
  return {
    [folder("credential-report.json")]: reportJson(csv([root(), ...rows]), REPORT_AT),
    ...(fresh === undefined
      ? {}
      : {
          [folder("fresh.json")]: JSON.stringify({
            version: Array.isArray(fresh) ? 1 : 2,
            account_id: ACCOUNT,
            collected_at: readAt,
            users: fresh,
          }),
        }),
    ...list("access-keys.json", "AccessKeyMetadata", documents.keys),
    ...list("access-keys-last-used.json", "AccessKeysLastUsed", documents.used),
    ...list("mfa-devices.json", "MFADevices", documents.devices),
    ...list("login-profiles.json", "LoginProfiles", documents.profiles),
  };
}

const read = (rows: readonly ReportRow[], documents: Documents): Promise<Reading> =>
  readFiles(files(rows, documents), { asOf: AS_OF });

const ann = user("ann", {
  ...password("2026-01-01T00:00:00Z"),
  ...key(1, "2021-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
  ...key(2, "2022-01-01T00:00:00Z"),
});

describe("a user who was read again live", () => {
  test("devices win, and their kinds are told apart", async () => {
    const names = ["ann", "bob", "cid", "dan", "eve"];
    const reading = await read([ann, ...names.slice(1).map((name) => user(name, password("N/A")))], {
      fresh: names,
      devices: [
        { UserName: "ann", SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/ann`, EnableDate: READ_AT },
        {
          UserName: "bob",
          SerialNumber: `arn:aws:iam::${ACCOUNT}:u2f/user/bob/key`,
          EnableDate: REPORT_AT,
        },
        { UserName: "cid", SerialNumber: "GAKT12345678", EnableDate: REPORT_AT },
        { UserName: "dan", SerialNumber: "GAKT12345679", EnableDate: REPORT_AT },
        { UserName: "dan", SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/dan`, EnableDate: REPORT_AT },
      ],
    });
    expect(reading.users.map((row) => [row.user_name, row.mfa_active, row.mfa_kind, row.fresh_at])).toEqual([
      ["ann", true, "virtual", at(READ_AT)],
      ["bob", true, "fido", at(READ_AT)],
      ["cid", true, "hardware", at(READ_AT)],
      ["dan", true, "mixed", at(READ_AT)],
      ["eve", false, null, at(READ_AT)],
    ]);
    expect(reading.user("ann").access_key_1_active).toBe(true);
  });

  test("keys: switched off, deleted and made since, with id and last use", async () => {
    const reading = await read([ann], {
      fresh: ["ann"],
      keys: [
        liveKey("ann", "AKIA2", "2022-01-01T00:00:00+00:00", "Inactive"),
        liveKey("ann", "AKIA3", "2026-11-20T09:00:00Z"),
      ],
      used: [
        { AccessKeyId: "AKIA2", AccessKeyLastUsed: { Region: "N/A", ServiceName: "N/A" } },
        {
          AccessKeyId: "AKIA3",
          AccessKeyLastUsed: {
            LastUsedDate: "2026-11-20T09:30:00Z",
            Region: "eu-west-1",
            ServiceName: "s3",
          },
        },
      ],
    });
    const row = reading.user("ann");
    expect(
      pick(
        row,
        "access_key_1_id",
        "access_key_1_active",
        "access_key_1_created_at",
        "access_key_1_last_used_at",
        "access_key_1_last_used_service",
      ),
    ).toEqual({
      access_key_1_id: "AKIA3",
      access_key_1_active: true,
      access_key_1_created_at: at("2026-11-20T09:00:00Z"),
      access_key_1_last_used_at: at("2026-11-20T09:30:00Z"),
      access_key_1_last_used_service: "s3",
    });
    expect(pick(row, "access_key_2_id", "access_key_2_active", "access_key_2_last_used_region")).toEqual({
      access_key_2_id: "AKIA2",
      access_key_2_active: false,
      access_key_2_last_used_region: null,
    });
    expect(pick(row, "active_keys", "oldest_active_key_at", "enabled_credentials")).toEqual({
      active_keys: 1,
      oldest_active_key_at: at("2026-11-20T09:00:00Z"),
      enabled_credentials: 2,
    });
  });

  test("a user of whom no key is listed any more has none", async () => {
    const reading = await read([ann], { fresh: ["ann"], keys: [] });
    expect(pick(reading.user("ann"), "active_keys", "access_key_1_created_at")).toEqual({
      active_keys: 0,
      access_key_1_created_at: null,
    });
  });

  test("a password removed is gone, one made since counts from then", async () => {
    const reading = await read([ann, user("new")], {
      fresh: ["ann", "new"],
      profiles: [
        { UserName: "ann", CreateDate: null },
        { UserName: "new", CreateDate: "2026-11-20T09:00:00Z" },
      ],
    });
    expect(pick(reading.user("ann"), "password_enabled", "password_activity_at")).toEqual({
      password_enabled: false,
      password_activity_at: null,
    });
    expect(pick(reading.user("new"), "password_enabled", "password_activity_at")).toEqual({
      password_enabled: true,
      password_activity_at: at("2026-11-20T09:00:00Z"),
    });
  });

  test("a password that stayed keeps what the report says of it", async () => {
    const reading = await read([ann], {
      fresh: ["ann"],
      profiles: [{ UserName: "ann", CreateDate: "2019-05-05T00:00:00Z" }],
    });
    expect(pick(reading.user("ann"), "password_last_used_at", "password_last_changed_at")).toEqual({
      password_last_used_at: at("2026-01-01T00:00:00Z"),
      password_last_changed_at: at("2020-01-01T00:00:00Z"),
    });
  });

  test("what was not read again stays as the report has it", async () => {
    const rows = [ann, user("bob", { ...password("N/A"), mfa_active: "true" })];
    const plain = await read(rows, {});
    const reading = await read(rows, { fresh: ["ann"], devices: [] });
    expect(reading.user("bob")).toEqual(plain.user("bob"));
    const { mfa_active, fresh_at, ...others } = reading.user("ann");
    expect(plain.user("ann")).toMatchObject(others);
    expect([mfa_active, fresh_at]).toEqual([false, at(READ_AT)]);
  });

  test("what fresh.json does not say of a user stays too, whatever the lists say, and so does last use", async () => {
    const bob = user("bob", { ...password("2026-01-01T00:00:00Z"), ...key(1, "2021-01-01T00:00:00Z") });
    const plain = await read([ann, bob], {});
    const reading = await read([ann, bob], {
      fresh: { devices: ["bob"], password: ["bob"], keys: ["ann"] },
      devices: [],
      keys: [liveKey("ann", "AKIA1", "2021-01-01T00:00:00Z")],
      profiles: [{ UserName: "bob", CreateDate: null }],
    });
    const now = { password_enabled: false, mfa_active: false, active_keys: 1 };
    expect(pick(reading.user("bob"), ...Object.keys(now))).toEqual(now);
    const kept = ["password_enabled", "mfa_active", "access_key_1_last_used_at"];
    expect(pick(reading.user("ann"), ...kept)).toEqual(pick(plain.user("ann"), ...kept));
    expect(reading.users.map((row) => [row.active_keys, row.fresh_at])).toEqual(
      [1, 1].map((n) => [n, at(READ_AT)]),
    );
  });

  test("a user made since the report is known by the authorization details and the reading", async () => {
    const reading = await readFiles(
      {
        ...files([ann], {
          fresh: ["new"],
          devices: [],
          keys: [liveKey("new", "AKIAN", "2026-11-20T09:10:00Z")],
          profiles: [{ UserName: "new", CreateDate: "2026-11-20T09:05:00Z" }],
        }),
        [`${ACCOUNT}/details.json`]: JSON.stringify({
          UserDetailList: ["ann", "new"].map((UserName) => ({
            UserName,
            Arn: arn(UserName),
            CreateDate: UserName === "ann" ? "2020-01-01T00:00:00Z" : "2026-11-20T09:00:00Z",
          })),
        }),
      },
      { asOf: AS_OF },
    );
    expect(
      pick(
        reading.user("new"),
        "in_report",
        "password_enabled",
        "mfa_active",
        "active_keys",
        "enabled_credentials",
      ),
    ).toEqual({
      in_report: false,
      password_enabled: true,
      mfa_active: false,
      active_keys: 1,
      enabled_credentials: 2,
    });
  });
});

describe("a reading that is not newer, or not to be believed", () => {
  test("older than the report it changes nothing but ids", async () => {
    const reading = await read([ann], {
      fresh: ["ann"],
      readAt: "2026-11-20T07:00:00Z",
      keys: [liveKey("ann", "AKIA1", "2021-01-01T00:00:00Z")],
      devices: [],
    });
    expect(
      pick(reading.user("ann"), "access_key_1_id", "access_key_2_id", "access_key_2_active", "fresh_at"),
    ).toEqual({ access_key_1_id: "AKIA1", access_key_2_id: null, access_key_2_active: true, fresh_at: null });
  });

  test("later than the audit time it is a problem", async () => {
    const reading = await read([ann], { fresh: ["ann"], readAt: "2026-11-21T00:00:00Z", keys: [] });
    expect(reading.problems).toEqual([expect.stringContaining("later than the audit time")]);
    expect(reading.user("ann").active_keys).toBe(2);
  });

  test("without an audit time, the newest reading is it", async () => {
    const reading = await readFiles(files([ann], { fresh: ["ann"], keys: [] }), { asOf: null });
    expect(reading.manifest.as_of).toBe(READ_AT);
    expect(reading.user("ann").active_keys).toBe(0);
  });

  test("a date after the audit time makes its part unknown, and only that", async () => {
    const late = "2026-11-20T10:00:01Z";
    const reading = await read([ann], {
      fresh: ["ann"],
      keys: [liveKey("ann", "AKIA1", late)],
      devices: [],
      profiles: [{ UserName: "ann", CreateDate: late }],
    });
    expect(pick(reading.user("ann"), "active_keys", "password_enabled", "mfa_active")).toEqual({
      active_keys: null,
      password_enabled: null,
      mfa_active: false,
    });
  });

  test("a date that is none makes the document a problem, never a missing password", async () => {
    const reading = await read([ann], {
      fresh: ["ann"],
      profiles: [{ UserName: "ann", CreateDate: "yesterday" }],
    });
    expect(reading.problems).toHaveLength(1);
    expect(reading.user("ann").password_enabled).toBe(true);
  });
});

describe("without fresh.json", () => {
  test("lists of keys fill in ids, where second and status leave no doubt", async () => {
    const reading = await read([ann, user("bob", key(1, "2021-01-01T00:00:00Z"))], {
      keys: [
        liveKey("ann", "AKIA1", "2021-01-01T00:00:00Z"),
        liveKey("ann", "AKIA2", "2022-01-01T00:00:00Z", "Inactive"),
        liveKey("bob", "AKIAB", "2021-01-01T00:00:00Z"),
      ],
    });
    expect(reading.users.map((row) => [row.access_key_1_id, row.access_key_2_id])).toEqual([
      ["AKIA1", null],
      ["AKIAB", null],
    ]);
    expect(reading.user("ann").active_keys).toBe(2);
  });

  test("a listed device tells the kind, and counts at once when enabled since the report", async () => {
    const rows = ["ann", "bob", "cid"].map((name) =>
      user(name, { ...password("N/A"), mfa_active: String(name === "ann") }),
    );
    const reading = await read(rows, {
      devices: [
        { UserName: "ann", SerialNumber: `arn:aws:iam::${ACCOUNT}:u2f/user/ann/key` },
        { UserName: "bob", SerialNumber: "GAKT1", EnableDate: "2026-11-20T09:00:00Z" },
        { UserName: "cid", SerialNumber: "GAKT2", EnableDate: "2026-11-20T07:00:00Z" },
      ],
    });
    expect(reading.users.map((row) => [row.mfa_active, row.mfa_kind])).toEqual([
      [true, "fido"],
      [true, "hardware"],
      [null, null],
    ]);
  });
});
