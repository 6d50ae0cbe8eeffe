import { findingView } from "../assess/finding-view.js";
import { credentials } from "../model/credential.js";
import type { OutputRecord } from "../model/results/record.js";
import { type Column, type Table, time } from "../model/table.js";
import { ALL_TABLES } from "../sources/tables.js";
import { fixesTable } from "./query-fixes.js";
import { unknownName } from "./unknown-name.js";

/** What a query can read: the tables of a snapshot, and the views that are made of them. */
const READABLE: readonly Table[] = [...ALL_TABLES, credentials, findingView, fixesTable];

const OF_LAKE: ReadonlySet<Table> = new Set(ALL_TABLES);

/** The audit time, which every table of the lake has. */
const AS_OF = "as_of";

/** Columns that hold epoch seconds, whatever table they are of. */
export const TIME_COLUMNS: ReadonlySet<string> = new Set([
  AS_OF,
  ...READABLE.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([name, column]) => (column.time ? [name] : [])),
  ),
]);

/** The columns of a table with their meaning, or all tables with theirs. Throws `UserError` where there is no such table. */
export function schemaRows(name: string | undefined): OutputRecord[] {
  if (name === undefined) {
    return READABLE.map(({ name: table, columns, doc }) => ({
      table,
      columns: Object.keys(columns).length,
      meaning: doc,
    }));
  }
  const table = READABLE.find((one) => one.name === name);
  if (table === undefined) {
    const known = READABLE.map((one) => one.name);
    throw unknownName({ kind: "table", name, known, fix: "`iamspect query --schema` lists them." });
  }
  const all = {
    ...table.columns,
    ...(OF_LAKE.has(table) ? { [AS_OF]: time("the audit time of the account") } : {}),
  };
  return Object.entries(all).map(([column, { type, time: isTime, doc }]: [string, Column]) => ({
    column,
    type: isTime === true ? "time (epoch seconds)" : type,
    meaning: doc,
  }));
}
