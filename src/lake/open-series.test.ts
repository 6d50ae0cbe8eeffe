import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { defineTable, type Table, text, time } from "../model/table.js";
import type { Tables } from "./open.js";
import { openSeries } from "./open-series.js";

let lake: string;
let engine: DuckDBEngine;
beforeEach(async () => {
  lake = await mkdtemp(join(tmpdir(), "iamspect-"));
  engine = await openDuckDB({ threads: 1 });
});
afterEach(async () => {
  engine.close();
  await rm(lake, { recursive: true, force: true });
});

const users = defineTable({ name: "users", doc: "", key: [], columns: { n: time("") } });
const open = (snapshots: readonly Tables[], table: Table = users) =>
  openSeries(engine, lake, { name: "users_h", table, snapshots });

/** A table of one column in a file of the lake. */
async function tableOf(folder: string, values: readonly number[]): Promise<Tables> {
  await mkdir(join(lake, folder), { recursive: true });
  const file = join(folder, "part.parquet");
  await engine.run(
    `COPY (SELECT CAST(unnest([${values.join(", ")}]::BIGINT[]) AS BIGINT) AS n) TO ${stringLiteral(join(lake, file))} (FORMAT parquet)`,
  );
  const { size } = await stat(join(lake, file));
  return { tables: { users: { file, rows: values.length, bytes: size, sha256: "0".repeat(64) } } };
}

test("each row tells the place of its snapshot in the list, whatever the folders are called", async () => {
  const tables = [await tableOf("z[1]*", [1, 2]), await tableOf("b", []), await tableOf("a=7", [3])];
  await open(tables);
  expect(await engine.all("SELECT n, snapshot FROM users_h ORDER BY n")).toEqual([
    { n: 1, snapshot: 0 },
    { n: 2, snapshot: 0 },
    { n: 3, snapshot: 2 },
  ]);
});

test("the same file twice is two snapshots", async () => {
  const table = await tableOf("a", [5]);
  await open([table, table]);
  expect(await engine.all("SELECT n, snapshot FROM users_h ORDER BY snapshot")).toEqual([
    { n: 5, snapshot: 0 },
    { n: 5, snapshot: 1 },
  ]);
});

test("what is not whole is said, with its name", async () => {
  const table = await tableOf("a", [5]);
  await writeFile(join(lake, "a", "part.parquet"), "short");
  await expect(open([table])).rejects.toThrow(/part\.parquet cannot be read: its size is wrong/);
  const other = "x".repeat(table.tables.users?.bytes ?? 0);
  await writeFile(join(lake, "a", "part.parquet"), other);
  await expect(open([table])).rejects.toMatchObject({ code: "corrupt_file" });
});

test("an older snapshot without the table, or without a column of it, has no rows, or no values", async () => {
  const tables = [{ tables: {} }, await tableOf("a", [5]), { tables: {} }, await tableOf("b", [6])];
  const wider = defineTable({ ...users, columns: { ...users.columns, name: text("") } });
  await engine.run(
    `COPY (SELECT CAST(6 AS BIGINT) AS n, 'six' AS name) TO ${stringLiteral(join(lake, "b", "part.parquet"))} (FORMAT parquet)`,
  );
  const { size } = await stat(join(lake, "b", "part.parquet"));
  const [, , , last] = tables;
  const entry = last?.tables.users;
  if (entry === undefined) throw new RangeError("no table");
  await open([...tables.slice(0, 3), { tables: { users: { ...entry, bytes: size } } }], wider);
  const rows = "SELECT n, name, snapshot FROM users_h ORDER BY n";
  expect(await engine.all(rows)).toEqual([
    { n: 5, name: null, snapshot: 1 },
    { n: 6, name: "six", snapshot: 3 },
  ]);
  await open(tables.slice(0, 2), wider);
  expect(await engine.all(rows)).toEqual([{ n: 5, name: null, snapshot: 1 }]);
  await open(tables.slice(0, 1), wider);
  expect(await engine.all(rows)).toEqual([]);
});
