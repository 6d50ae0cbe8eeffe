import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { commitFindings } from "../lake/commit.js";
import { findFindings } from "../lake/list.js";
import { openFile } from "../lake/open.js";
import type { Stage } from "../lake/stage.js";
import { allFindingsSql, type JudgePlan } from "./plan.js";

/** Judges an opened snapshot and stores what fails or is unknown, unless that is stored already. */
export async function storeFindings(
  engine: DuckDBEngine,
  stage: Stage,
  snapshotId: string,
  plan: JudgePlan,
  asOf: number,
): Promise<void> {
  if ((await findFindings(stage.lake, snapshotId, plan.version)) !== undefined) return;
  const sql = allFindingsSql(plan, asOf, ["fail", "unknown"], engine);
  const target = `${stringLiteral(stage.tableFile("findings"))} (FORMAT parquet, COMPRESSION zstd)`;
  const [written] = await engine.all(`COPY (${sql}) TO ${target}`);
  await commitFindings(stage, snapshotId, plan.version, Number(Object.values(written ?? {})[0] ?? 0));
}

/** Makes the stored findings of a plan readable as the table `findings`. */
export async function openFindings(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  plan: JudgePlan,
): Promise<boolean> {
  const manifest = await findFindings(lake, snapshotId, plan.version);
  if (manifest === undefined) return false;
  await openFile(engine, lake, "findings", manifest.findings);
  return true;
}
