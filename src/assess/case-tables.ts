import { createTable, duckdbType } from "../engine/ddl.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import { derivedColumns, withDerivedColumns } from "../model/derived-columns.js";
import type { LakeTable } from "../model/entity.js";
import { parseTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { ALL_TABLES } from "../sources/tables.js";
import type { Case } from "./cases.js";

/**
 * Fills the tables of a snapshot with the rows of one case; derived columns are computed as in a real one. With an audit
 * time they have it in the column `as_of`, as an opened snapshot has.
 */
export async function fillTables(
  engine: Engine,
  rows: Case["rows"],
  where: string,
  asOf?: number,
): Promise<void> {
  const unknown = Object.keys(rows).find((name) => !ALL_TABLES.some((table) => table.name === name));
  if (unknown !== undefined) throw bad(where, `there is no table ${unknown}`);
  for (const table of ALL_TABLES) {
    await engine.run(`DROP TABLE IF EXISTS ${identifier(table.name)}`);
    const values = rows[table.name] ?? [];
    if (values.length > 0) await fillTable(engine, table, values, where);
    else await engine.run(createTable(table));
    if (asOf === undefined) continue;
    await engine.run(`ALTER TABLE ${identifier(table.name)} ADD COLUMN as_of BIGINT DEFAULT ${asOf}`);
  }
}

async function fillTable(
  engine: Engine,
  table: LakeTable,
  rows: Case["rows"][string],
  where: string,
): Promise<void> {
  const derived = derivedColumns(table);
  const given = Object.keys(table.columns).filter((name) => !derived.has(name));
  const selects = rows.map((row) => {
    for (const name of Object.keys(row)) {
      if (derived.has(name)) throw bad(where, `${name} is derived: give the columns it comes from`);
      cell(table, name, null, where);
    }
    const columns = given.map((name) => {
      const sql = cell(table, name, Object.hasOwn(row, name) ? (row[name] ?? null) : null, where);
      return `CAST(${sql} AS ${duckdbType(table.columns[name]?.type ?? "varchar")}) AS ${identifier(name)}`;
    });
    // Cases are of reports that tell when credentials were used.
    const known = ["password", "access_key_1", "access_key_2"].map((name) => `TRUE AS ${name}_use_known`);
    return `SELECT ${[...columns, ...(table.name === "iam_users" ? known : [])].join(", ")}`;
  });
  const all = Object.keys(table.columns).map(identifier).join(", ");
  const sql = withDerivedColumns(table, selects.join(" UNION ALL "));
  await engine.run(`CREATE TABLE ${identifier(table.name)} AS SELECT ${all} FROM (${sql}) d`);
}

function cell(
  table: LakeTable,
  name: string,
  value: Case["rows"][string][number][string],
  where: string,
): string {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined) throw bad(where, `${table.name} has no column ${name}`);
  if (column.time === true && typeof value === "string") {
    const seconds = parseTime(value);
    if (seconds === undefined) throw bad(where, `${name}: ${value} is not a time`);
    return literal(seconds);
  }
  return literal(value);
}

function bad(where: string, what: string): UserError {
  return new UserError({ code: "bad_cases", what: `${where}: ${what}.` });
}
