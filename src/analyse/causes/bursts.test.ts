import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillTables } from "../../assess/case-tables.js";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { burstSelects } from "./bursts.js";

const START = 1_600_000_000;
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());
beforeEach(() => fillTables(engine, {}, "test"));

/** Users made so many seconds after the start, each with the keys it has. */
async function made(offsets: readonly number[], more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const users = offsets.map((offset, index) => ({
    account_id: "1",
    arn: `user/${String(index).padStart(3, "0")}`,
    created_at: START + offset,
    ...more,
  }));
  await fillTables(engine, { iam_users: users }, "test");
}

const bursts = async () =>
  await engine.all(`SELECT * FROM (${burstSelects().users}) x ORDER BY burst, subject`);
const starts = async () => [
  ...new Set((await bursts()).map(({ burst }) => Number(String(burst).split("|")[1]) - START)),
];

describe("bursts of users", () => {
  test("five, each within sixty seconds of the next", async () => {
    await made([0, 60, 120, 180, 240]);
    expect(await bursts()).toEqual(
      [0, 1, 2, 3, 4].map((index) => ({ subject: `user/00${index}`, burst: `1|${START}` })),
    );
  });

  test("a gap of sixty-one seconds ends it; four are none", async () => {
    await made([0, 60, 120, 180, 241]);
    expect(await bursts()).toEqual([]);
    await made([0, 10, 20, 30]);
    expect(await bursts()).toEqual([]);
    await made([0, 1, 2, 3, 4, 65, 66, 67, 68, 69]);
    expect(await starts()).toEqual([0, 65]);
  });

  test("it may last long, and begin in the same second", async () => {
    await made(Array.from({ length: 200 }, (_, index) => index * 59));
    expect([(await bursts()).length, await starts()]).toEqual([200, [0]]);
    await made([0, 0, 0, 0, 0]);
    expect(await starts()).toEqual([0]);
  });

  test("of one account, whatever happens in another at the same time", async () => {
    const users = Array.from({ length: 8 }, (_, index) => ({
      account_id: String(index % 2),
      arn: `user/${index}`,
      created_at: START + index,
    }));
    await fillTables(engine, { iam_users: users }, "test");
    expect(await bursts()).toEqual([]);
  });

  test("users of unknown age are in none, and end none", async () => {
    await fillTables(
      engine,
      {
        iam_users: [0, null, 1, 2, null, 3, 4].map((offset, index) => ({
          account_id: "1",
          arn: `user/${index}`,
          created_at: offset === null ? null : START + offset,
        })),
      },
      "test",
    );
    expect((await bursts()).map(({ subject }) => subject)).toEqual([
      "user/0",
      "user/2",
      "user/3",
      "user/5",
      "user/6",
    ]);
  });
});

describe("bursts of keys", () => {
  const keys = async () =>
    await engine.all(`SELECT * FROM (${burstSelects().keys}) x ORDER BY burst, subject`);
  const key = (slot: number, offset: number, active = true) => ({
    [`access_key_${slot}_active`]: active,
    [`access_key_${slot}_created_at`]: START + offset,
  });

  test("count the active keys of both slots, but five users, not five keys", async () => {
    const pair = { ...key(1, 0), ...key(2, 1) };
    await made([0, 0, 0, 0], pair);
    expect(await keys()).toEqual([]);
    await made([0, 0, 0, 0, 0], pair);
    expect((await keys()).map(({ subject }) => subject)).toEqual([
      "user/000",
      "user/001",
      "user/002",
      "user/003",
      "user/004",
    ]);
    await made([0, 0, 0, 0, 0], key(1, 0, false));
    expect(await keys()).toEqual([]);
  });

  test("a user can be in two", async () => {
    await made([0, 0, 0, 0, 0], { ...key(1, 0), ...key(2, 5000) });
    const found = await keys();
    expect([found.length, new Set(found.map(({ burst }) => burst)).size]).toEqual([10, 2]);
  });
});
