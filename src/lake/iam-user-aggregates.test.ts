import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { literal } from "../engine/sql.js";
import { iamUsers } from "../entities/iam-user.js";
import { derivedColumns, withDerivedColumns } from "../model/derived-columns.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

type Known<T> = T | null;
interface Credential {
  enabled: Known<boolean>;
  createdAt: Known<number>;
  usedAt: Known<number>;
  /** Does the report tell when it was used at all? */
  useKnown: Known<boolean>;
}
interface User {
  createdAt: Known<number>;
  password: Credential;
  keys: [Credential, Credential];
}

/** The columns of a user as a report gives them. */
function row({ createdAt, password, keys }: User): Record<string, string> {
  const columns: [string, Known<number | boolean>, string][] = [
    ["groups", null, "VARCHAR[]"],
    ["created_at", createdAt, "BIGINT"],
    ["password_enabled", password.enabled, "BOOLEAN"],
    ["password_last_used_at", password.usedAt, "BIGINT"],
    ["password_last_changed_at", password.createdAt, "BIGINT"],
    ["password_use_known", password.useKnown, "BOOLEAN"],
    ...keys.flatMap((key, index): [string, Known<number | boolean>, string][] => [
      [`access_key_${index + 1}_active`, key.enabled, "BOOLEAN"],
      [`access_key_${index + 1}_created_at`, key.createdAt, "BIGINT"],
      [`access_key_${index + 1}_last_used_at`, key.usedAt, "BIGINT"],
      [`access_key_${index + 1}_use_known`, key.useKnown, "BOOLEAN"],
    ]),
  ];
  return Object.fromEntries(
    columns.map(([name, value, type]) => [name, `CAST(${literal(value)} AS ${type})`]),
  );
}

async function derive(users: readonly User[]) {
  const list = (columns: Readonly<Record<string, string>>) =>
    Object.entries(columns)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(", ");
  const rows = users.map((user, i) => `SELECT ${i} AS i, ${list(row(user))}`).join(" UNION ALL ");
  const names = [...derivedColumns(iamUsers)].join(", ");
  return await engine.all(`SELECT ${names} FROM (${withDerivedColumns(iamUsers, rows)}) ORDER BY i`);
}

/** What the columns mean, said once more without SQL. */
function expected({ createdAt, password, keys }: User) {
  const activity = (one: Credential, fallback: Known<number> = null) =>
    one.enabled && one.useKnown ? (one.usedAt ?? one.createdAt ?? fallback) : null;
  const active = keys.filter((key) => key.enabled === true);
  const ages = active.flatMap((key) => (key.createdAt === null ? [] : [key.createdAt]));
  const at = [activity(password, createdAt), activity(keys[0]), activity(keys[1])];
  const known = at.filter((one) => one !== null);
  const unclear = (one: Credential, index: number) =>
    one.enabled === null || (one.enabled && at[index] === null);
  const credentials = [password, ...keys];
  const any = (some: readonly Credential[]) => {
    if (some.some(({ enabled }) => enabled)) return true;
    return some.some(({ enabled }) => enabled === null) ? null : false;
  };
  return {
    has_active_key: any(keys),
    has_enabled_credential: any(credentials),
    password_activity_at: at[0],
    access_key_1_activity_at: at[1],
    access_key_2_activity_at: at[2],
    active_keys: keys.some((key) => key.enabled === null || (key.enabled && key.createdAt === null))
      ? null
      : active.length,
    oldest_active_key_at: ages.length > 0 ? Math.min(...ages) : null,
    newest_active_key_at: ages.length > 0 ? Math.max(...ages) : null,
    last_activity_at: known.length > 0 ? Math.max(...known) : null,
    enabled_credentials: credentials.some(unclear)
      ? null
      : credentials.filter(({ enabled }) => enabled).length,
    group_count: null,
  };
}

const never: Credential = { enabled: false, createdAt: null, usedAt: null, useKnown: true };
const one = (usedAt: Known<number>, createdAt: Known<number>): Credential => ({
  ...never,
  enabled: true,
  createdAt,
  usedAt,
});

test.each<[string, User, Record<string, unknown>]>([
  [
    "a user without credentials has none, and no activity",
    { createdAt: 100, password: never, keys: [never, never] },
    { active_keys: 0, enabled_credentials: 0, last_activity_at: null },
  ],
  [
    "the second slot may hold the older key",
    { createdAt: 100, password: never, keys: [one(null, 300), one(null, 200)] },
    { active_keys: 2, oldest_active_key_at: 200, newest_active_key_at: 300 },
  ],
  [
    "a key that was never used counts from its creation",
    { createdAt: 100, password: never, keys: [one(null, 300), never] },
    { access_key_1_activity_at: 300, last_activity_at: 300 },
  ],
  [
    "a password that was never used counts from its last change",
    { createdAt: 100, password: one(null, 400), keys: [never, never] },
    { password_activity_at: 400 },
  ],
  [
    "a password of which neither is told counts from the user's creation",
    { createdAt: 100, password: one(null, null), keys: [never, never] },
    { password_activity_at: 100, enabled_credentials: 1 },
  ],
  [
    "an inactive key counts for nothing, however recently it was used",
    { createdAt: 100, password: one(500, 400), keys: [{ ...one(900, 300), enabled: false }, never] },
    { active_keys: 0, last_activity_at: 500, access_key_1_activity_at: null, oldest_active_key_at: null },
  ],
  [
    "a slot that is not known makes the number of keys unknown, but not the age of the other key",
    { createdAt: 100, password: never, keys: [{ ...never, enabled: null }, one(null, 300)] },
    { active_keys: null, oldest_active_key_at: 300, enabled_credentials: null },
  ],
  [
    "a report that does not tell the use of keys says nothing of activity",
    { createdAt: 100, password: never, keys: [{ ...one(null, 300), useKnown: false }, never] },
    { active_keys: 1, access_key_1_activity_at: null, last_activity_at: null, enabled_credentials: null },
  ],
  [
    "times long before 1970 and far away are times",
    { createdAt: -5_000_000_000, password: never, keys: [one(9_000_000_000, -4_999_999_990), never] },
    { last_activity_at: 9_000_000_000 },
  ],
])("%s", async (_, user, columns) => {
  expect((await derive([user]))[0]).toMatchObject(columns);
  expect(expected(user)).toMatchObject(columns);
});

test("every column is what it says, whatever is known and not known of a user", async () => {
  const time = fc.oneof(fc.constant(null), fc.integer({ min: -10, max: 10 }), fc.integer());
  const flag = fc.constantFrom(true, false, null);
  const credential = fc.record({ enabled: flag, createdAt: time, usedAt: time, useKnown: flag });
  const user = fc.record({ createdAt: time, password: credential, keys: fc.tuple(credential, credential) });
  await fc.assert(
    fc.asyncProperty(fc.array(user, { minLength: 1, maxLength: 30 }), async (users) => {
      expect(await derive(users)).toEqual(users.map(expected));
    }),
    { numRuns: 40 },
  );
});
