import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { commitMade } from "../lake/commit.js";
import { findMade } from "../lake/list.js";
import { openTables } from "../lake/open.js";
import { parquetTarget } from "../lake/parquet.js";
import type { Stage } from "../lake/stage.js";
import { missingByTable } from "./missing-accounts.js";
import { allFindingsSql, type JudgePlan } from "./plan.js";

/**
 * Every branch of the query and every thread fills a row group of its own, so these are small; and no dictionary
 * is tried for long of columns in which each value is another, as ids and evidence are.
 */
const LAYOUT = ["ROW_GROUP_SIZE 40960", "DICTIONARY_SIZE_LIMIT 4000"];

/** Judges an opened snapshot and stores what fails or is unknown, unless that is stored already. */
export async function storeFindings(
  engine: DuckDBEngine,
  stage: Stage,
  snapshotId: string,
  plan: JudgePlan,
  asOf: number,
): Promise<void> {
  if ((await findMade(stage.lake, snapshotId, "findings", plan.version)) !== undefined) return;
  const sql = allFindingsSql(plan, asOf, ["fail", "unknown"], engine, await completeTables(engine, plan));
  const [written] = await engine.all(
    `COPY (${sql}) TO ${parquetTarget(stage.tableFile("findings"), LAYOUT)}`,
  );
  const rows = Number(Object.values(written ?? {})[0] ?? 0);
  await commitMade(stage, snapshotId, "findings", plan.version, [{ name: "findings", rows }]);
}

/** The tables that lack no account. */
async function completeTables(engine: DuckDBEngine, plan: JudgePlan): Promise<Set<string>> {
  const tables = plan.controls.map(({ declaration }) => declaration.subject.table);
  const missing = await missingByTable(engine, tables);
  return new Set([...missing].flatMap(([table, accounts]) => (accounts.length === 0 ? [table] : [])));
}

/** Makes the stored findings of a plan readable as the table `findings`. */
export async function openFindings(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  plan: JudgePlan,
): Promise<boolean> {
  const manifest = await findMade(lake, snapshotId, "findings", plan.version);
  if (manifest === undefined) return false;
  await openTables(engine, lake, manifest);
  return true;
}
