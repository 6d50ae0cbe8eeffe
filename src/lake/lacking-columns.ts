import { duckdbType } from "../engine/ddl.js";
import { identifier } from "../engine/sql.js";
import type { Table } from "../model/table.js";

/** SQL of the columns of a table that its files lack: an older version wrote them, and nothing was collected for these. */
export function lackingColumns({ columns }: Pick<Table, "columns">, there: ReadonlySet<string>): string[] {
  return Object.entries(columns)
    .filter(([column]) => !there.has(column))
    .map(([column, { type }]) => `CAST(NULL AS ${duckdbType(type)}) AS ${identifier(column)}`);
}
