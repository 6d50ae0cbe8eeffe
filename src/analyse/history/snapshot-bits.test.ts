import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../../engine/duckdb/open.js";
import { bitSql, hasBit, wordNames } from "./snapshot-bits.js";
import { carried, placeOf, statesOf } from "./state.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

/** The words that the engine makes of sets of snapshots. */
async function words(count: number, first: readonly number[], second: readonly number[]): Promise<number[]> {
  const rows = [
    ...first.map((place) => `(${place}, TRUE)`),
    ...second.map((place) => `(${place}, FALSE)`),
    "(-1, TRUE)",
  ].join(", ");
  const names = wordNames("h", count);
  const columns = names.map((name, word) => {
    const bits = `CASE WHEN half THEN ${bitSql(word, count, "first")} ELSE ${bitSql(word, count, "second")} END`;
    return `${engine.dialect.bitOr(bits)} AS ${name}`;
  });
  const [row] = await engine.all(`SELECT ${columns.join(", ")} FROM (VALUES ${rows}) v(snapshot, half)`);
  return names.map((name) => Number(row?.[name]));
}

test("both bits of a snapshot are those of its halves", async () => {
  const both = await engine.all(`SELECT ${bitSql(1, 53, "both")} AS b FROM (VALUES (26), (51)) v(snapshot)`);
  expect(both.map(({ b }) => b)).toEqual([1 + 2 ** 26, 2 ** 25 + 2 ** 51]);
});

test("a word more for every 26 snapshots", () => {
  expect([0, 1, 26, 27, 53].map((count) => wordNames("h", count).length)).toEqual([1, 1, 1, 2, 3]);
  expect(wordNames("c", 30)).toEqual(["c0", "c1"]);
});

test("what the engine joins is read back bit by bit, over any number of snapshots", async () => {
  const places = fc.uniqueArray(fc.integer({ min: 0, max: 79 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 80 }), places, places, async (count, one, other) => {
      const [first, second] = [one, other].map((list) => list.filter((place) => place < count));
      const values = await words(count, first ?? [], second ?? []);
      const read = (half: "first" | "second") =>
        Array.from({ length: count }, (_, place) => place).filter((place) => hasBit(values, place, half));
      expect(read("first")).toEqual([...(first ?? [])].sort((a, b) => a - b));
      expect(read("second")).toEqual([...(second ?? [])].sort((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});

test("all bits of a word at once are still exact", async () => {
  const all = Array.from({ length: 26 }, (_, place) => place);
  expect(await words(26, all, all)).toEqual([2 ** 52 - 1]);
});

test("fail is more than what is assumed or unknown, and these more than that the account was covered", () => {
  const finding = [0b00111 + 0b01101 * 2 ** 26];
  const account = [0b1011110 + 0b0111111 * 2 ** 26];
  const states = statesOf(finding, account, 8);
  expect(states).toEqual([
    "fail",
    "assumed",
    "fail",
    "unknown",
    "clear",
    "not_covered",
    "not_covered",
    undefined,
  ]);
  expect([5, 6, 7].map((snapshot) => placeOf(account, snapshot))).toEqual(["no_evidence", "gone", "absent"]);
  expect(carried([undefined, "fail", undefined, "clear", undefined])).toEqual([
    "not_covered",
    "fail",
    "fail",
    "clear",
    "clear",
  ]);
});
