import { allFindingsSql, type JudgePlan } from "../assess/plan.js";
import { openFindings } from "../assess/store.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";

/** What fails in an opened snapshot, as a table or a query in brackets: the stored findings, or judged again. */
export async function failedFindings(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  plan: JudgePlan,
  asOf: number,
): Promise<string> {
  if (await openFindings(engine, lake, snapshotId, plan)) return "findings";
  return `(${allFindingsSql(plan, asOf, ["fail"], engine)})`;
}
