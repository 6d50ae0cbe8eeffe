import { createTable, duckdbType } from "../engine/ddl.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { identifier } from "../engine/sql.js";
import type { Manifest } from "../lake/manifest.js";
import { openTables } from "../lake/open.js";
import { credentials } from "../model/credential.js";
import type { Table } from "../model/table.js";
import { parseAuditTime } from "../model/time.js";
import { ENTITIES, SNAPSHOT_TABLES } from "../sources/tables.js";
import { credentialsSql } from "./credential-sql.js";

/**
 * Makes the tables of a snapshot readable by name, and the view `credentials` over them. What an older snapshot lacks, a
 * table or a column, is there without rows or values: nothing was collected for it.
 */
export async function openSnapshot(engine: DuckDBEngine, lake: string, manifest: Manifest): Promise<void> {
  await openTables(engine, lake, manifest);
  const found = new Map<string, Set<string>>();
  for (const row of await engine.all("SELECT table_name, column_name FROM information_schema.columns")) {
    const name = String(row.table_name);
    found.set(name, (found.get(name) ?? new Set()).add(String(row.column_name)));
  }
  for (const table of SNAPSHOT_TABLES) {
    const entry = manifest.tables[table.name];
    if (entry === undefined) await createEmpty(engine, table, parseAuditTime(manifest.as_of));
    else await addColumns(engine, table, found.get(table.name) ?? new Set());
  }
  await openCredentials(engine);
}

/** The view `credentials` over opened tables: one row a credential, wherever its entity keeps it. */
export async function openCredentials(engine: Pick<DuckDBEngine, "run">): Promise<void> {
  await engine.run(`CREATE OR REPLACE VIEW ${credentials.name} AS ${credentialsSql(ENTITIES)}`);
}

async function createEmpty(engine: DuckDBEngine, table: Table, asOf: number): Promise<void> {
  await engine.run(createTable(table));
  await engine.run(`ALTER TABLE ${identifier(table.name)} ADD COLUMN as_of BIGINT DEFAULT ${asOf}`);
}

async function addColumns(
  engine: DuckDBEngine,
  { name, columns }: Table,
  has: ReadonlySet<string>,
): Promise<void> {
  const lacking = Object.entries(columns).filter(([column]) => !has.has(column));
  if (lacking.length === 0) return;
  const old = identifier(`${name} of an older snapshot`);
  const added = lacking.map(
    ([column, { type }]) => `CAST(NULL AS ${duckdbType(type)}) AS ${identifier(column)}`,
  );
  await engine.run(`ALTER VIEW ${identifier(name)} RENAME TO ${old}`);
  await engine.run(`CREATE VIEW ${identifier(name)} AS SELECT *, ${added.join(", ")} FROM ${old}`);
}
