import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { identifier, stringLiteral } from "../../engine/sql.js";
import { accounts } from "../../entities/account.js";
import { coverage } from "../../entities/coverage.js";
import { RowWriter } from "../../lake/row-writer.js";
import type { Problem } from "../../model/problem.js";
import type { RowOf, Table } from "../../model/table.js";
import { EVIDENCE_KINDS } from "../../sources/index.js";
import { ENTITIES } from "../../sources/tables.js";

type CoverageRow = RowOf<typeof coverage>;

/**
 * Makes one row of what documents tell more than once: of rows with one key the newest, and else the one that tells most.
 * Pages may repeat what other files hold. Gives the problem, where rows of one key say yes and no of the same.
 */
export async function foldRows(engine: DuckDBEngine, { name, key, columns }: Table): Promise<Problem[]> {
  const of = (names: readonly string[]) => names.map(identifier).join(", ");
  // Hashes of the keys need a fraction of the memory that millions of ARNs would.
  const twice = await engine.all(
    `SELECT 1 FROM (SELECT hash(${of(key)}) AS h FROM ${name}) GROUP BY h HAVING count(*) > 1 LIMIT 1`,
  );
  if (twice.length === 0) return [];
  const others = Object.entries(columns).filter(([column]) => !key.includes(column));
  const flags = others.filter(([, { type }]) => type === "boolean").map(([column]) => identifier(column));
  const differ = flags.map((flag) => `count(DISTINCT ${flag}) > 1`).join(" OR ") || "FALSE";
  const [first] = await engine.all(
    `SELECT concat_ws(' ', ${of(key)}) AS one FROM ${name} GROUP BY ${of(key)} HAVING ${differ} ORDER BY 1 LIMIT 1`,
  );
  const order = others
    .sort(([, a], [, b]) => Number(b.time === true) - Number(a.time === true))
    .map(([column]) => `, ${identifier(column)} DESC NULLS LAST`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT DISTINCT ON (${of(key)}) * FROM ${name} ORDER BY ${of(key)}${order.join("")}`,
  );
  if (first === undefined || !ENTITIES.some((entity) => entity.name === name)) return [];
  const what = `two different rows of ${name} have the same key (${first.one}): one of them is kept`;
  return [{ source: "the files", what, fix: "Give only the newest answer of each account and Region." }];
}

/** Loads the accounts and how collecting their evidence ended. */
export async function loadAccounts(
  engine: DuckDBEngine,
  rows: readonly RowOf<typeof accounts>[],
  covered: readonly CoverageRow[],
): Promise<void> {
  await load(engine, accounts, rows);
  await load(engine, coverage, covered);
  // Of most kinds nothing is told: the engine makes the rows that say so, 20 x faster.
  const kinds = EVIDENCE_KINDS.map((kind) => `(${stringLiteral(kind)})`).join(", ");
  await engine.run(
    "INSERT INTO coverage (account_id, kind, region, status) SELECT a.account_id, k.kind, '', 'not_collected'" +
      ` FROM accounts a CROSS JOIN (VALUES ${kinds}) k(kind)` +
      " WHERE NOT EXISTS (SELECT 1 FROM coverage c WHERE c.account_id = a.account_id AND c.kind = k.kind)",
  );
}

async function load<T extends Table>(
  engine: DuckDBEngine,
  table: T,
  rows: readonly RowOf<T>[],
): Promise<void> {
  const writer = await RowWriter.create(engine, table);
  for (const row of rows) writer.add(row);
  writer.close();
}
