import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
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
  await openSeries(engine, lake, "users_h", "users", tables);
  expect(await engine.all("SELECT n, snapshot FROM users_h ORDER BY n")).toEqual([
    { n: 1, snapshot: 0 },
    { n: 2, snapshot: 0 },
    { n: 3, snapshot: 2 },
  ]);
});

test("the same file twice is two snapshots", async () => {
  const table = await tableOf("a", [5]);
  await openSeries(engine, lake, "users_h", "users", [table, table]);
  expect(await engine.all("SELECT n, snapshot FROM users_h ORDER BY snapshot")).toEqual([
    { n: 5, snapshot: 0 },
    { n: 5, snapshot: 1 },
  ]);
});

test("what is not whole is said, with its name", async () => {
  const table = await tableOf("a", [5]);
  await expect(openSeries(engine, lake, "x", "groups", [table])).rejects.toMatchObject({
    code: "corrupt_file",
  });
  await writeFile(join(lake, "a", "part.parquet"), "short");
  const shorter = openSeries(engine, lake, "x", "users", [table]);
  await expect(shorter).rejects.toThrow(/part\.parquet cannot be read: its size is wrong/);
  const text = "x".repeat(table.tables.users?.bytes ?? 0);
  await writeFile(join(lake, "a", "part.parquet"), text);
  await expect(openSeries(engine, lake, "x", "users", [table])).rejects.toMatchObject({
    code: "corrupt_file",
  });
});
