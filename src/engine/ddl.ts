import type { ColumnType, Table } from "../model/table.js";
import { identifier } from "./sql.js";

const DUCKDB_TYPE: Record<ColumnType, string> = {
  varchar: "VARCHAR",
  json: "VARCHAR",
  bigint: "BIGINT",
  integer: "INTEGER",
  boolean: "BOOLEAN",
  "varchar[]": "VARCHAR[]",
};

/** The DuckDB type of a column. */
export function duckdbType(type: ColumnType): string {
  return DUCKDB_TYPE[type];
}

export function createTable(table: Table, name: string = table.name): string {
  const columns = Object.entries(table.columns).map(
    ([column, { type }]) => `${identifier(column)} ${duckdbType(type)}`,
  );
  return `CREATE TABLE ${identifier(name)} (${columns.join(", ")})`;
}
