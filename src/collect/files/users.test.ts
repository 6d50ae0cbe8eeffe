import { beforeAll, describe, expect, test } from "vitest";
import {
  ACCOUNT,
  collectionJson,
  csv,
  detail,
  inAccount,
  key,
  password,
  type ReportRow,
  reportJson,
  root,
  user,
} from "./test-report.js";
import { at, pick, type Reading, readFiles } from "./test-support.js";

const MADE = "2026-11-20T08:00:00Z";
const BEFORE = "2026-11-20T07:00:00Z";
const AFTER = "2026-11-20T09:00:00Z";
const ann = user("ann", { ...password("2026-01-01T00:00:00Z"), ...key(1, "2020-02-02T00:00:00Z") });

interface Scenario {
  readonly rows: readonly ReportRow[];
  readonly details?: readonly object[] | string;
  readonly devices?: readonly object[];
  /** When the details were collected, as collection.json tells it. */
  readonly collectedAt?: string;
  readonly generatedAt?: string | null;
}

const device = (owner: string | undefined, EnableDate?: string) => ({
  SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/${owner ?? "free"}`,
  ...(EnableDate === undefined ? {} : { EnableDate }),
  ...(owner === undefined ? {} : { User: { Arn: `arn:aws:iam::${ACCOUNT}:user/${owner}`, UserName: owner } }),
});

const SCENARIOS = {
  joined: {
    rows: [ann],
    details: [
      detail("ann", {
        GroupList: ["admins", "devs"],
        Tags: [{ Key: "owner", Value: "a'b\"c" }],
        PermissionsBoundary: { PermissionsBoundaryArn: "arn:aws:iam::aws:policy/Boundary" },
      }),
    ],
  },
  "names that begin alike": {
    rows: [user("ann"), user("ann2"), user("ann", { arn: `arn:aws:iam::${ACCOUNT}:user/team/ann` })],
    details: [
      detail("ann2"),
      detail("ann"),
      detail("ann", { Path: "/team/", Arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`, UserId: "AIDATEAM" }),
    ],
  },
  "deleted since, by details collected later": {
    rows: [ann, user("gone")],
    details: [detail("ann")],
    collectedAt: AFTER,
  },
  "not listed, by details collected before the report": {
    rows: [ann, user("new", { user_creation_time: "2026-11-20T07:30:00Z" })],
    details: [detail("ann")],
    collectedAt: BEFORE,
  },
  "deleted since, by details that hold something newer": {
    rows: [ann, user("gone", { user_creation_time: "2020-06-01T00:00:00Z" })],
    details: [
      detail("ann", { CreateDate: "2020-01-01T00:00:00Z" }),
      detail("later", { CreateDate: "2021-01-01T00:00:00Z" }),
    ],
  },
  "not listed, and newer than all that the details hold": {
    rows: [ann, user("new", { user_creation_time: "2026-01-01T00:00:00Z" })],
    details: [detail("ann")],
  },
  "not listed, by details without any user": {
    rows: [ann],
    details: JSON.stringify({
      UserDetailList: [],
      RoleDetailList: [
        { RoleName: "r", Arn: `arn:aws:iam::${ACCOUNT}:role/r`, CreateDate: "2026-01-01T00:00:00Z" },
      ],
    }),
  },
  "not listed, by details cut off by --max-items": {
    rows: [ann, user("more")],
    details: JSON.stringify({ UserDetailList: [detail("ann")], NextToken: "eyJ" }),
  },
  "not listed, by details of which the last page is missing": {
    rows: [ann, user("more")],
    details: JSON.stringify({ UserDetailList: [detail("ann")], IsTruncated: true, Marker: "m" }),
  },
  "made after the report": { rows: [ann], details: [detail("ann"), detail("new", { CreateDate: AFTER })] },
  "made anew under the same name": {
    rows: [ann],
    details: [detail("ann", { CreateDate: "2026-11-20T08:30:00Z" })],
  },
  "details older than the user": {
    rows: [ann],
    details: [detail("ann", { CreateDate: "2019-01-01T00:00:00Z", UserId: "AIDAOLD" })],
  },
  "a bad row of a user that the details list": {
    rows: [{ ...ann, mfa_active: "?" }],
    details: [detail("ann")],
  },
  "a bad row of a user that the details do not list": {
    rows: [user("bob"), { ...ann, mfa_active: "?" }],
    details: [detail("bob")],
    collectedAt: AFTER,
  },
  "a device enabled after the report": { rows: [ann], devices: [device("ann", AFTER)] },
  "two devices, the newer one after the report": {
    rows: [ann],
    devices: [device("ann", AFTER), device("ann", BEFORE)],
  },
  "a device that the report should have known": { rows: [ann], devices: [device("ann", BEFORE)] },
  "a device, and a report that does not say when it was made": {
    rows: [ann],
    devices: [device("ann", BEFORE)],
    generatedAt: null,
  },
  "a device that is assigned to nobody": {
    rows: [ann],
    devices: [device(undefined), { ...device(undefined, BEFORE), User: null }],
  },
  "a device of somebody else": { rows: [ann, user("ann2")], devices: [device("ann2", AFTER)] },
  "a virtual device that the report knows": {
    rows: [{ ...ann, mfa_active: "true" }],
    devices: [device("ann", BEFORE)],
  },
  "a device that is not virtual": { rows: [{ ...ann, mfa_active: "true" }], devices: [] },
  "devices that were not listed": { rows: [{ ...ann, mfa_active: "true" }] },
  "a device of a user with a bad row": {
    rows: [{ ...ann, password_enabled: "?" }],
    devices: [device("ann", AFTER)],
  },
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;

const names = Object.keys(SCENARIOS) as Name[];
const id = (name: Name) => String(500_000_000_000 + names.indexOf(name));
let reading: Reading;
beforeAll(async () => {
  const files: Record<string, string> = {};
  for (const name of names) {
    const { rows, details, devices, collectedAt, generatedAt = MADE }: Scenario = SCENARIOS[name];
    const folder = id(name);
    const put = (file: string, text: string) => {
      files[`${folder}/${file}`] = text.replaceAll(ACCOUNT, folder);
    };
    const report = csv([root(), ...inAccount(folder, rows)]).replaceAll(ACCOUNT, folder);
    put("credential-report.json", generatedAt === null ? report : reportJson(report, generatedAt));
    if (details !== undefined) {
      put(
        "details.json",
        typeof details === "string" ? details : JSON.stringify({ UserDetailList: details }),
      );
    }
    if (devices !== undefined) put("devices.json", JSON.stringify({ VirtualMFADevices: devices }));
    if (collectedAt !== undefined) {
      const file = { file: "details.json" };
      put("collection.json", collectionJson(folder, [["authorization_details", "ok", collectedAt, file]]));
    }
  }
  reading = await readFiles(files, { asOf: "2026-11-20T12:00:00Z" });
});

const usersOf = (name: Name) => reading.users.filter(({ account_id }) => account_id === id(name));
const states = (name: Name) =>
  usersOf(name).map(({ user_name, in_report, in_account }) => [user_name, in_report, in_account]);
const only = (name: Name) => {
  const [one, ...more] = usersOf(name);
  expect(more).toEqual([]);
  return one ?? {};
};

describe("report and authorization details", () => {
  test("are joined by ARN", () => {
    const row = only("joined");
    expect(
      pick(row, "user_id", "path", "groups", "tags", "boundary_arn", "in_report", "in_account", "created_at"),
    ).toEqual({
      user_id: "AIDAANN",
      path: "/",
      groups: ["admins", "devs"],
      tags: '{"owner":"a\'b\\"c"}',
      boundary_arn: "arn:aws:iam::aws:policy/Boundary",
      in_report: true,
      in_account: true,
      created_at: at("2020-01-01T00:00:00Z"),
    });
    expect(pick(row, "password_enabled", "active_keys", "mfa_active", "mfa_kind")).toEqual({
      password_enabled: true,
      active_keys: 1,
      mfa_active: false,
      mfa_kind: null,
    });
  });

  test("of names that begin alike or stand in two paths are told apart", () => {
    expect(
      usersOf("names that begin alike").map(({ user_name, path, user_id }) => [user_name, path, user_id]),
    ).toEqual([
      ["ann", "/", "AIDAANN"],
      ["ann2", "/", "AIDAANN2"],
      ["ann", "/team/", "AIDATEAM"],
    ]);
  });
});

describe("a user of the report whom the details do not list", () => {
  test.each<Name>(["deleted since, by details collected later"])("is gone: %s", (name) => {
    expect(states(name)).toEqual([["ann", true, true]]);
  });

  test("is gone where the details hold something newer", () => {
    expect(states("deleted since, by details that hold something newer")).toEqual([
      ["ann", true, true],
      ["later", false, true],
    ]);
  });

  test.each<[Name, unknown[]]>([
    [
      "not listed, by details collected before the report",
      [
        ["ann", true, true],
        ["new", true, null],
      ],
    ],
    [
      "not listed, and newer than all that the details hold",
      [
        ["ann", true, true],
        ["new", true, null],
      ],
    ],
    ["not listed, by details without any user", [["ann", true, null]]],
    [
      "not listed, by details cut off by --max-items",
      [
        ["ann", true, true],
        ["more", true, null],
      ],
    ],
    [
      "not listed, by details of which the last page is missing",
      [
        ["ann", true, true],
        ["more", true, null],
      ],
    ],
  ])("stays: %s", (name, expected) => {
    expect(states(name)).toEqual(expected);
  });

  test("is counted in a note", () => {
    expect(reading.notes).toEqual([
      `3 users were deleted after their report was made and are left out: ${[
        "deleted since, by details collected later" as const,
        "deleted since, by details that hold something newer" as const,
        "made anew under the same name" as const,
      ]
        .map((name, i) => `arn:aws:iam::${id(name)}:user/${i === 2 ? "ann" : "gone"}`)
        .join(", ")}.`,
    ]);
  });

  test("and details that are cut off are an error of the account, with the way out", () => {
    for (const name of [
      "not listed, by details cut off by --max-items",
      "not listed, by details of which the last page is missing",
    ] as const) {
      expect(reading.coverage(id(name), "authorization_details")).toMatchObject({
        status: "error",
        detail: "the last page is missing",
      });
      expect(reading.problems).toContain(
        `account ${id(name)}: the last page of the authorization details is missing. Fetch all pages: \`aws iam get-account-authorization-details\` does so unless --no-paginate is given.`,
      );
    }
  });
});

describe("a user whom the report does not know", () => {
  test("because he was made after it, is there, and nothing of him is known", () => {
    expect(states("made after the report")).toEqual([
      ["ann", true, true],
      ["new", false, true],
    ]);
    const [, made] = usersOf("made after the report");
    expect(
      pick(
        made ?? {},
        "created_at",
        "user_id",
        "password_enabled",
        "mfa_active",
        "active_keys",
        "enabled_credentials",
      ),
    ).toEqual({
      created_at: at(AFTER),
      user_id: "AIDANEW",
      password_enabled: null,
      mfa_active: null,
      active_keys: null,
      enabled_credentials: null,
    });
  });

  test("because he was made anew under the name of another, has nothing of that one's evidence", () => {
    expect(states("made anew under the same name")).toEqual([["ann", false, true]]);
    expect(
      pick(only("made anew under the same name"), "created_at", "password_enabled", "oldest_active_key_at"),
    ).toEqual({
      created_at: at("2026-11-20T08:30:00Z"),
      password_enabled: null,
      oldest_active_key_at: null,
    });
  });

  test("but the details an older one of his name, keeps the evidence of the report and nothing of the details", () => {
    expect(states("details older than the user")).toEqual([["ann", true, null]]);
    expect(pick(only("details older than the user"), "user_id", "created_at", "password_enabled")).toEqual({
      user_id: null,
      created_at: at("2020-01-01T00:00:00Z"),
      password_enabled: true,
    });
  });
});

describe("a row that cannot be read", () => {
  test("keeps what the details say of its user", () => {
    expect(states("a bad row of a user that the details list")).toEqual([["ann", false, true]]);
    expect(
      pick(only("a bad row of a user that the details list"), "user_id", "created_at", "mfa_active"),
    ).toEqual({
      user_id: "AIDAANN",
      created_at: at("2020-01-01T00:00:00Z"),
      mfa_active: null,
    });
  });

  test("is not taken for a user who was deleted: nobody knows whose row it is", () => {
    expect(states("a bad row of a user that the details do not list")).toEqual([
      ["ann", false, null],
      ["bob", true, true],
    ]);
  });
});

describe("MFA", () => {
  test.each<[Name, boolean | null, string | null]>([
    ["a device enabled after the report", true, "virtual"],
    ["two devices, the newer one after the report", true, "virtual"],
    ["a device that the report should have known", null, "virtual"],
    ["a device, and a report that does not say when it was made", null, "virtual"],
    ["a device that is assigned to nobody", false, null],
    ["a virtual device that the report knows", true, "virtual"],
    ["a device that is not virtual", true, "hardware"],
    ["devices that were not listed", true, null],
    ["a device of a user with a bad row", true, "virtual"],
  ])("%s: %s, %s", (name, active, kind) => {
    expect(pick(only(name), "mfa_active", "mfa_kind")).toEqual({ mfa_active: active, mfa_kind: kind });
  });

  test("a device of somebody else protects nobody else", () => {
    expect(
      usersOf("a device of somebody else").map(({ user_name, mfa_active }) => [user_name, mfa_active]),
    ).toEqual([
      ["ann", false],
      ["ann2", true],
    ]);
  });
});
