import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { RowWriter } from "../lake/row-writer.js";
import { type Column, count, defineTable, flag, type RowOf, type Table, text, time } from "../model/table.js";

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

/** A table that lives only while a snapshot is made, keyed by its first columns: evidence on its way into others. */
export function workTable<const Columns extends Record<string, Column>>(
  name: string,
  columns: Columns,
  keyColumns = 1,
) {
  return defineTable({
    name,
    doc: "evidence on its way",
    key: Object.keys(columns).slice(0, keyColumns),
    columns,
  });
}

/** Columns of work tables: what they hold the documents say. */
export const WORDS = text("as the document has it");
export const TRUTH = flag("as the document has it");
export const NUMBER = count("as the document has it");
export const MOMENT = time("as the document has it");
