import { afterAll, beforeAll, expect, test } from "vitest";
import { createTable, duckdbType } from "../engine/ddl.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { defineTable, text } from "../model/table.js";
import { SNAPSHOT_TABLES } from "./tables.js";

let engine: DuckDBEngine;
beforeAll(async () => {
  engine = await openDuckDB({ threads: 1 });
});
afterAll(() => engine.close());

async function columnsOf(table: string): Promise<[string, string][]> {
  const rows = await engine.all(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ${stringLiteral(table)} ORDER BY column_index`,
  );
  return rows.map((row) => [String(row.column_name), String(row.data_type)]);
}

test.each(SNAPSHOT_TABLES.map((table) => [table.name, table] as const))(
  "the table %s is made with the columns it declares, in their order",
  async (name, table) => {
    await engine.run(createTable(table));
    expect(await columnsOf(name)).toEqual(
      Object.entries(table.columns).map(([column, { type }]) => [column, duckdbType(type)]),
    );
  },
);

test("a table can be made under another name, and no name gets out of its quotes", async () => {
  const odd = defineTable({ name: "odd", doc: "", key: [], columns: { 'a"b; --': text("text") } });
  await engine.run(createTable(odd, 'x"y'));
  expect(await columnsOf('x"y')).toEqual([['a"b; --', "VARCHAR"]]);
  expect(await columnsOf("odd")).toEqual([]);
});
