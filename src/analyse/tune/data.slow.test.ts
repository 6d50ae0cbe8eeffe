import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillTables } from "../../assess/case-tables.js";
import { parseCondition } from "../../assess/condition.js";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { loadBreakGlass } from "../people/break-glass.js";
import { fitsSql } from "../people/fits.js";
import { loadEvidencePitfalls } from "./evidence-pitfalls.js";
import { loadUserGroups } from "./groups.js";

const AS_OF = Date.UTC(2026, 0, 1) / 1000;
const DAY = 86_400;
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** The groups that a user is in. */
async function groupsOf(user: Row, privilege: Row = {}): Promise<string[]> {
  const key = { account_id: "1", arn: "user/x" };
  const base = { user_name: "x", path: "/", created_at: AS_OF - 1000 * DAY, password_enabled: false };
  const keys = { access_key_1_active: false, access_key_2_active: false };
  await fillTables(
    engine,
    {
      iam_users: [{ ...key, ...base, ...keys, ...user }],
      privilege: [{ ...key, ...privilege }],
      accounts: [{ account_id: "1" }],
    },
    "test",
    AS_OF,
  );
  const groups = await loadUserGroups(await loadBreakGlass());
  const columns = groups.map((one, index) => `${fitsSql(one, engine.dialect)} AS g${index}`);
  const [row = {}] = await engine.all(
    `SELECT ${columns.join(", ")} FROM iam_users u LEFT JOIN privilege p ON p.arn = u.arn LEFT JOIN accounts a ON a.account_id = u.account_id`,
  );
  return groups.filter((_, index) => row[`g${index}`] === true).map(({ id }) => id);
}

const key = (slot: number, days: number, used: number | null = 1): Row => ({
  [`access_key_${slot}_active`]: true,
  [`access_key_${slot}_created_at`]: AS_OF - days * DAY,
  [`access_key_${slot}_last_used_at`]: used === null ? null : AS_OF - used * DAY,
});

describe("groups of users", () => {
  test("an ordinary user is in none, nor is one of whom nothing is known", async () => {
    expect(await groupsOf(key(1, 200))).toEqual([]);
    const nothing = {
      access_key_1_active: null,
      access_key_2_active: null,
      password_enabled: null,
      created_at: null,
      user_name: null,
    };
    expect(await groupsOf(nothing)).toEqual([]);
  });

  test.each(["admin", "admin-equivalent", "escalation"])("%s is privileged", async (tier_mfa) => {
    expect(await groupsOf(key(1, 200), { tier_mfa })).toEqual(["privileged"]);
  });

  test.each(["none", "read", "write", "conditional-escalation", null])("%s is not", async (tier_mfa) => {
    expect(await groupsOf(key(1, 200), { tier_mfa })).toEqual([]);
  });

  test.each([
    [{ user_name: "break-glass-1" }],
    [{ user_name: "BreakGlass" }],
    [{ user_name: "emergency-access" }],
    [{ path: "/break_glass/" }],
    [{ tags: '{"Purpose":"Emergency"}' }],
  ])("%j is for an emergency", async (user) => {
    expect(await groupsOf({ ...key(1, 200), ...user })).toEqual(["break-glass"]);
  });

  test("idle: the last use of anything is more than 90 days ago; never used counts from its making", async () => {
    expect(await groupsOf(key(1, 200, 90))).toEqual([]);
    expect(await groupsOf(key(1, 200, 91))).toEqual(["idle"]);
    expect(await groupsOf(key(1, 200, null))).toEqual(["idle"]);
    expect(await groupsOf({ ...key(1, 200, 91), ...key(2, 200, 1) })).toEqual([]);
    expect(await groupsOf({})).toEqual([]);
  });

  test("rotating: two keys, the newer one of the last 30 days", async () => {
    expect(await groupsOf({ ...key(1, 400), ...key(2, 30) })).toEqual(["rotating"]);
    expect(await groupsOf({ ...key(1, 30), ...key(2, 400) })).toEqual(["rotating"]);
    expect(await groupsOf({ ...key(1, 400), ...key(2, 31) })).toEqual([]);
    expect(await groupsOf(key(1, 3))).toEqual([]);
  });

  test("new: made in the last 30 days", async () => {
    expect(await groupsOf({ created_at: AS_OF - 30 * DAY })).toEqual(["new"]);
    expect(await groupsOf({ created_at: AS_OF - 30 * DAY - 1 })).toEqual([]);
  });
});

test("the pitfalls of evidence are conditions on every kind of subject that they name", async () => {
  const pitfalls = await loadEvidencePitfalls();
  expect(pitfalls.length).toBeGreaterThan(5);
  for (const { kinds, when } of pitfalls) {
    for (const kind of kinds)
      expect(parseCondition(when, "data/pitfalls.yaml", kind).length).toBeGreaterThan(0);
  }
});

test("groups and pitfalls are told apart, and each says why", async () => {
  const groups = await loadUserGroups(await loadBreakGlass());
  expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
  const texts = (await loadEvidencePitfalls()).map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).toMatch(/\.$/);
  expect(groups.some(({ safe }) => safe) && groups.some(({ safe }) => !safe)).toBe(true);
});
