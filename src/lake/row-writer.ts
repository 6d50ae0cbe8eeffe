import type { DuckDBAppender, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { createTable } from "../engine/ddl.js";
import { duckdb } from "../engine/duckdb/api.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { identifier } from "../engine/sql.js";
import type { ColumnType, RowOf, Table } from "../model/table.js";

/** As many rows as DuckDB works on at once. */
const CHUNK_ROWS = 2048;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  bigint: duckdb.BIGINT,
  integer: duckdb.INTEGER,
  boolean: duckdb.BOOLEAN,
  varchar: duckdb.VARCHAR,
  json: duckdb.VARCHAR,
  "varchar[]": duckdb.LIST(duckdb.VARCHAR),
};

/**
 * Rows of a table on their way into the engine, through its appender: values never become SQL text. They go column by
 * column, many rows at a time: value by value takes three times as long.
 */
export class RowWriter<T extends Table> {
  private readonly columns: { readonly name: string; readonly type: ColumnType; values: DuckDBValue[] }[];
  private rows = 0;

  private constructor(
    table: T,
    private readonly appender: DuckDBAppender,
  ) {
    this.columns = Object.entries(table.columns).map(([name, { type }]) => ({ name, type, values: [] }));
  }

  /** Creates the (empty) table and a writer for it. */
  static async create<T extends Table>(
    engine: DuckDBEngine,
    table: T,
    name = table.name,
  ): Promise<RowWriter<T>> {
    await engine.run(createTable(table, name).replace("CREATE TABLE", "CREATE OR REPLACE TEMP TABLE"));
    return new RowWriter(table, await engine.connection.createAppender(name));
  }

  add(row: Partial<RowOf<T>>): void {
    for (const { name, type, values } of this.columns) {
      values.push(duckdbValue(type, (row as Record<string, unknown>)[name]));
    }
    this.rows += 1;
    if (this.rows === CHUNK_ROWS) this.flush();
  }

  close(): void {
    this.flush();
    this.appender.closeSync();
  }

  private flush(): void {
    if (this.rows === 0) return;
    const chunk = duckdb.DuckDBDataChunk.create(
      this.columns.map(({ type }) => TYPES[type]),
      this.rows,
    );
    this.columns.forEach((column, index) => {
      chunk.setColumnValues(index, column.values);
      column.values = [];
    });
    this.appender.appendDataChunk(chunk);
    this.rows = 0;
  }
}

function duckdbValue(type: ColumnType, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (type === "bigint") return BigInt(value as number);
  if (type === "varchar[]") return duckdb.listValue(value as string[]);
  return type === "integer" || type === "boolean" ? (value as number | boolean) : String(value);
}

/** All columns of a table, quoted, in their order. */
export function columnList(table: Table): string {
  return Object.keys(table.columns).map(identifier).join(", ");
}
