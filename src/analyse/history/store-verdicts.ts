import { findingsSql, type JudgePlan, withSubjects } from "../../assess/plan.js";
import type { Engine } from "../../engine/engine.js";
import { commitMade } from "../../lake/commit.js";
import { findMade } from "../../lake/made.js";
import type { Tables } from "../../lake/open.js";
import { parquetTarget } from "../../lake/parquet.js";
import type { Stage } from "../../lake/stage.js";
import { verdicts } from "../../model/verdict.js";

/**
 * Every branch of the query and every thread fills a row group of its own, so these are small; and no dictionary is tried
 * for long of columns in which each value is another, as ids are.
 */
const LAYOUT = ["ROW_GROUP_SIZE 40960", "DICTIONARY_SIZE_LIMIT 4000"];

/** Judges an opened snapshot and stores its verdicts, unless those of this plan are stored already. Says where they lie. */
export async function storeVerdicts(
  engine: Engine,
  stage: Stage,
  snapshotId: string,
  plan: JudgePlan,
): Promise<Tables> {
  const { name } = verdicts;
  const stored = await findMade(stage.lake, snapshotId, "verdicts", plan.version);
  if (stored !== undefined) return stored;
  const judged = await withSubjects(engine, plan);
  const rows = await copyRows(engine, verdictsSql(engine, judged), stage.tableFile(name), LAYOUT);
  return await commitMade(stage, snapshotId, "verdicts", plan.version, [{ name, rows }]);
}

/** What an account as a whole lacks is no verdict: which accounts are covered is in the coverage. */
function verdictsSql(engine: Engine, plan: JudgePlan): string {
  const asked = { statuses: ["fail", "unknown"], expanded: true, brief: true, subjectsOnly: true } as const;
  const columns = Object.keys(verdicts.columns).map((column) => `v.${column}`);
  return `SELECT ${columns.join(", ")} FROM (${findingsSql(plan, asked, engine)}) v`;
}

/** Writes the rows of a query to a Parquet file and gives their number. */
export async function copyRows(
  engine: Engine,
  sql: string,
  file: string,
  layout: readonly string[] = [],
): Promise<number> {
  const [written] = await engine.all(`COPY (${sql}) TO ${parquetTarget(file, layout)}`);
  return Number(Object.values(written ?? {})[0] ?? 0);
}
