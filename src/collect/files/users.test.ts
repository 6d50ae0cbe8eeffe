import { beforeAll, describe, expect, test } from "vitest";
import { type Accounts, AFTER, BEFORE, readAccounts, type Scenario } from "./test-accounts.js";
import { ACCOUNT, detail, key, password, user } from "./test-report.js";
import { at, pick } from "./test-support.js";

const ann = user("ann", { ...password("2026-01-01T00:00:00Z"), ...key(1, "2020-02-02T00:00:00Z") });

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
  "details older than the user, read after the report": {
    rows: [ann, user("bob")],
    details: [detail("ann", { CreateDate: 1.5, UserId: "AIDAOLD" }), detail("bob")],
    collectedAt: AFTER,
  },
  "a bad row of a user that the details list": {
    rows: [ann, { ...ann, mfa_active: "true" }],
    details: [detail("ann")],
  },
  "a bad row of a user that the details do not list": {
    rows: [user("bob"), ann, { ...ann, mfa_active: "true" }],
    details: [detail("bob")],
    collectedAt: AFTER,
  },
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;

let accounts: Accounts<Name>;
beforeAll(async () => {
  accounts = await readAccounts<Name>(SCENARIOS);
});

const states = (name: Name) =>
  accounts.usersOf(name).map(({ user_name, in_report, in_account }) => [user_name, in_report, in_account]);

describe("report and authorization details", () => {
  test("are joined by ARN", () => {
    const row = accounts.only("joined");
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
      accounts
        .usersOf("names that begin alike")
        .map(({ user_name, path, user_id }) => [user_name, path, user_id]),
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

  test("is counted in a note, deleted or not", () => {
    expect(accounts.reading.notes).toEqual([
      `3 users were deleted after their report was made and are left out: ${[
        "deleted since, by details collected later" as const,
        "deleted since, by details that hold something newer" as const,
        "made anew under the same name" as const,
      ]
        .map((name, i) => `arn:aws:iam::${accounts.id(name)}:user/${i === 2 ? "ann" : "gone"}`)
        .join(", ")}.`,
      `4 users of the credential reports are not in the authorization details, and their policies are unknown: ${[
        "not listed, by details collected before the report" as const,
        "not listed, and newer than all that the details hold" as const,
        "details older than the user" as const,
      ]
        .map((name, i) => `arn:aws:iam::${accounts.id(name)}:user/${i === 2 ? "ann" : "new"}`)
        .join(", ")} and 1 more.`,
    ]);
  });

  test("and details that are cut off are an error of the account, with the way out", () => {
    for (const name of [
      "not listed, by details cut off by --max-items",
      "not listed, by details of which the last page is missing",
    ] as const) {
      expect(accounts.reading.coverage(accounts.id(name), "authorization_details")).toMatchObject({
        status: "error",
        detail: "the last page is missing",
      });
      expect(accounts.reading.problems).toContain(
        `account ${accounts.id(name)}: the last page of the authorization details is missing. Fetch all pages: \`aws iam get-account-authorization-details\` does so unless --no-paginate is given.`,
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
    const [, made] = accounts.usersOf("made after the report");
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
      pick(
        accounts.only("made anew under the same name"),
        "created_at",
        "password_enabled",
        "oldest_active_key_at",
      ),
    ).toEqual({
      created_at: at("2026-11-20T08:30:00Z"),
      password_enabled: null,
      oldest_active_key_at: null,
    });
  });

  test("but the details an older one of his name, keeps the evidence of the report and nothing of the details", () => {
    expect(states("details older than the user")).toEqual([["ann", true, null]]);
    expect(states("details older than the user, read after the report")).toEqual([
      ["ann", true, null],
      ["bob", true, true],
    ]);
    expect(
      pick(accounts.only("details older than the user"), "user_id", "created_at", "password_enabled"),
    ).toEqual({
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
      pick(accounts.only("a bad row of a user that the details list"), "user_id", "created_at", "mfa_active"),
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
