import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { groupSql, hasYear } from "./grouping.js";
import { loadControls } from "./load.js";

const AS_OF = Date.UTC(2021, 0, 24) / 1000;
let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

/** The groups of users created at these epoch seconds, in their order. */
async function yearsOf(times: readonly (number | null)[]): Promise<unknown[]> {
  const values = times.map((time, index) => `(${index}, CAST(${time ?? "NULL"} AS BIGINT))`);
  const sql = `SELECT ${groupSql("year", "u")} AS name FROM (SELECT *, ${AS_OF} AS as_of FROM (VALUES ${values.join(", ")}) v(i, created_at)) u ORDER BY i`;
  return (await engine.all(sql)).map(({ name }) => name);
}

describe("the year of creation", () => {
  test("begins with its first second, UTC, and ends with its last", async () => {
    const start = Date.UTC(2020, 0, 1) / 1000;
    expect(await yearsOf([start - 1, start, start + 366 * 86_400 - 1, start + 366 * 86_400])).toEqual([
      "2019",
      "2020",
      "2020",
      "2021",
    ]);
  });

  test("before there was IAM, after the audit, and where it is not known", async () => {
    const after = Date.UTC(2022, 0, 1) / 1000;
    expect(await yearsOf([0, -1, Date.UTC(2009, 11, 31) / 1000, after, null])).toEqual([
      "2009 or before",
      "2009 or before",
      "2009 or before",
      "unknown",
      "unknown",
    ]);
  });

  test("is that of the calendar, for every second", async () => {
    const time = fc.integer({ min: Date.UTC(2010) / 1000, max: AS_OF });
    await fc.assert(
      fc.asyncProperty(fc.array(time, { minLength: 1, maxLength: 50 }), async (times) => {
        const years = times.map((one) => String(new Date(one * 1000).getUTCFullYear()));
        expect(await yearsOf(times)).toEqual(years);
      }),
      { numRuns: 50 },
    );
  });
});

test("accounts are groups by their id; without a grouping there is nothing to group by", () => {
  expect([groupSql("account", "u"), groupSql("none", "u")]).toEqual(["u.account_id", null]);
});

test("controls on what is dated can be counted by year, those on root users and policies cannot", async () => {
  const controls = await loadControls();
  const kinds = (by: boolean) =>
    new Set(controls.filter((one) => hasYear(one) === by).map(({ declaration }) => declaration.subject));
  expect(kinds(true)).toContain("iam_user");
  expect(kinds(false)).toContain("root_user");
  expect(kinds(false)).toContain("iam_policy");
  expect([...kinds(true)].filter((kind) => kinds(false).has(kind))).toEqual([]);
});
