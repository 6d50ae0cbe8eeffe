import type { DuckDBAppender } from "@duckdb/node-api";
import { createTable } from "../engine/ddl.js";
import { duckdb } from "../engine/duckdb/api.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { identifier } from "../engine/sql.js";
import type { RowOf, Table } from "../model/table.js";

const TEXTS = duckdb.LIST(duckdb.VARCHAR);

/** Rows of a table on their way into the engine, through its appender: values never become SQL text. */
export class RowWriter<T extends Table> {
  private readonly columns: readonly (readonly [string, string])[];

  private constructor(
    table: T,
    private readonly appender: DuckDBAppender,
  ) {
    this.columns = Object.entries(table.columns).map(([column, { type }]) => [column, type]);
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
    for (const [column, type] of this.columns) {
      appendValue(this.appender, type, (row as Record<string, unknown>)[column]);
    }
    this.appender.endRow();
  }

  close(): void {
    this.appender.closeSync();
  }
}

function appendValue(appender: DuckDBAppender, type: string, value: unknown): void {
  if (value === null || value === undefined) appender.appendNull();
  else if (type === "bigint") appender.appendBigInt(BigInt(value as number));
  else if (type === "integer") appender.appendInteger(value as number);
  else if (type === "boolean") appender.appendBoolean(value as boolean);
  else if (type === "varchar[]") appender.appendList(duckdb.listValue(value as string[]), TEXTS);
  else appender.appendVarchar(String(value));
}

/** All columns of a table, quoted, in their order. */
export function columnList(table: Table): string {
  return Object.keys(table.columns).map(identifier).join(", ");
}
