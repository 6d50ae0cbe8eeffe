import { beforeAll, describe, expect, test } from "vitest";
import { type Accounts, AFTER, BEFORE, readAccounts, type Scenario } from "./test-accounts.js";
import { ACCOUNT, password, user } from "./test-report.js";
import { pick } from "./test-support.js";

const ann = user("ann", password("2026-01-01T00:00:00Z"));
const device = (owner: string | undefined, EnableDate?: string) => ({
  SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/${owner ?? "free"}`,
  ...(EnableDate === undefined ? {} : { EnableDate }),
  ...(owner === undefined ? {} : { User: { Arn: `arn:aws:iam::${ACCOUNT}:user/${owner}`, UserName: owner } }),
});

const SCENARIOS = {
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

let accounts: Accounts<Name>;
beforeAll(async () => {
  accounts = await readAccounts<Name>(SCENARIOS);
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
    expect(pick(accounts.only(name), "mfa_active", "mfa_kind")).toEqual({
      mfa_active: active,
      mfa_kind: kind,
    });
  });

  test("a device of somebody else protects nobody else", () => {
    expect(
      accounts
        .usersOf("a device of somebody else")
        .map(({ user_name, mfa_active }) => [user_name, mfa_active]),
    ).toEqual([
      ["ann", false],
      ["ann2", true],
    ]);
  });
});
