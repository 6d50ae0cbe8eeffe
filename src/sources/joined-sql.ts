import { duckdbType } from "../engine/ddl.js";
import { identifier } from "../engine/sql.js";
import { columnList } from "../lake/row-writer.js";
import { derivedColumns, withDerivedColumns } from "../model/derived-columns.js";
import type { LakeTable } from "../model/entity.js";

/**
 * SELECT of a table as documents filled it, its rows called `t`: some columns are SQL over these and what is joined to them,
 * the derived ones follow, all others stay as they are.
 */
export function joinedSql(table: LakeTable, columns: Readonly<Record<string, string>>, joins = ""): string {
  const derived = derivedColumns(table);
  const items = Object.entries(table.columns)
    .filter(([name]) => !derived.has(name))
    .map(([name, { type }]) => {
      const sql = columns[name] ?? `t.${identifier(name)}`;
      return `CAST(${sql} AS ${duckdbType(type)}) AS ${identifier(name)}`;
    });
  const rows = `SELECT ${items.join(", ")} FROM ${table.name} t ${joins}`;
  return `SELECT ${columnList(table)} FROM (${withDerivedColumns(table, rows)}) made ORDER BY ${table.key.join(", ")}`;
}

/** The ARN of something of which an account has one, in the partition that the account is known to be in. */
export const ofAccount = (what: string) =>
  `'arn:' || coalesce(a.partition, 'aws') || ':iam::' || t.account_id || ':${what}'`;

/** Joins the account as `a`. */
export const WITH_ACCOUNT = "LEFT JOIN accounts a ON a.account_id = t.account_id";
