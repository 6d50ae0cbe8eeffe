import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { RowWriter } from "../lake/row-writer.js";
import type { RowOf, Table } from "../model/table.js";

/** Rows on their way into the engine while files are read: a table of their own name for each that a source fills. */
export class TableRows {
  private constructor(private readonly writers: ReadonlyMap<string, RowWriter<Table>>) {}

  static async open(engine: DuckDBEngine, tables: readonly Table[]): Promise<TableRows> {
    const writers = new Map<string, RowWriter<Table>>();
    for (const table of tables) writers.set(table.name, await RowWriter.create(engine, table));
    return new TableRows(writers);
  }

  add<T extends Table>({ name }: T, row: RowOf<T>): void {
    const writer = this.writers.get(name);
    if (writer === undefined) throw new RangeError(`no source names the table ${name}`);
    writer.add(row);
  }

  close(): void {
    for (const writer of this.writers.values()) writer.close();
  }
}
