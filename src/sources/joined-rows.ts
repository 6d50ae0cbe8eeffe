import { duckdbType } from "../engine/ddl.js";
import { identifier } from "../engine/sql.js";
import { columnList } from "../lake/row-writer.js";
import { derivedColumns, withDerivedColumns } from "../model/derived-columns.js";
import type { ColumnsSql, LakeTable } from "../model/entity.js";
import type { Table } from "../model/table.js";

interface Joined<T extends Table> {
  /** What a row of the table as its documents filled it is called. */
  readonly alias: string;
  /** FROM: the table with this alias, and what is joined to it. */
  readonly from: string;
  /** SQL of the columns that are not as the documents filled them. */
  readonly columns: Partial<ColumnsSql<T["columns"]>>;
}

/** SELECT of a table that other tables complete: some columns are SQL over these, the derived ones follow, all others stay. */
export function joinedRows<T extends LakeTable & Table>(
  table: T,
  { alias, from, columns }: Joined<T>,
): string {
  const derived = derivedColumns(table);
  const sql = new Map<string, string | undefined>(Object.entries(columns));
  const given = Object.entries(table.columns).filter(([name]) => !derived.has(name));
  const items = given.map(
    ([name, { type }]) =>
      `CAST(${sql.get(name) ?? `${alias}.${identifier(name)}`} AS ${duckdbType(type)}) AS ${identifier(name)}`,
  );
  return withDerivedColumns(table, `SELECT ${items.join(", ")} FROM ${from}`);
}

/** The same as a table is written: its columns in their order, its rows in that of their key. */
export function writtenRows(table: LakeTable, rows: string): string {
  return `SELECT ${columnList(table)} FROM (${rows}) w ORDER BY ${table.key.map(identifier).join(", ")}`;
}

/** SQL of the ARN of something of which an account has one, in the partition that the account is known to be in. */
export const ofAccount = (alias: string, what: string) =>
  `'arn:' || coalesce(a.partition, 'aws') || ':iam::' || ${alias}.account_id || ':${what}'`;

/** Joins the account as `a`. */
export const withAccount = (alias: string) => `LEFT JOIN accounts a ON a.account_id = ${alias}.account_id`;
