import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { clearFaultyRows, foldDuplicates } from "./duplicates.js";
import type { Problem } from "./problem.js";
import { keepRejected } from "./rejected-lines.js";
import { describeFaults } from "./report-faults.js";
import type { ReportFile } from "./report-file.js";
import { chooseGenerations, type Generations } from "./report-generations.js";
import { createReportTable, loadReports } from "./report-table.js";

export interface ReportsOutcome extends Generations {
  /** Files in which something could not be read. */
  readonly faultyFiles: ReadonlySet<number>;
}

/**
 * Reads credential reports into the table `report_rows`: one row a user, typed; rows that cannot be trusted
 * hold no evidence and are marked. `folder` takes what must be written on the way.
 */
export async function readReports(
  engine: DuckDBEngine,
  reports: readonly ReportFile[],
  asOf: number,
  folder: string,
): Promise<ReportsOutcome> {
  await createReportTable(engine);
  const files: ReportFile[] = [];
  const problems: Problem[] = [];
  for (let batch = [...reports]; batch.length > 0; ) {
    const first = files.length;
    files.push(...batch);
    const rejected = await loadReports(engine, batch, first, asOf, folder);
    const outcome = await keepRejected(engine, files, rejected);
    problems.push(...outcome.problems);
    batch = outcome.recovered;
  }
  const suspects = await filesWithFaults(engine);
  const generations = await chooseGenerations(engine, files, asOf);
  const conflicting = await foldDuplicates(engine);
  const toDescribe = conflicting.size > 0 ? files.map((_, fileNo) => fileNo) : suspects;
  for (const fileNo of toDescribe) {
    const file = files[fileNo];
    if (file !== undefined) problems.push(...describeFaults(file, asOf, conflicting));
  }
  const faultyFiles = await filesWithFaults(engine);
  if (faultyFiles.length > 0) await clearFaultyRows(engine);
  const seen = new Set<string>();
  const all = [...problems, ...generations.problems].filter(({ source, line, what }) => {
    const key = `${source}:${line}:${what}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return { ...generations, problems: all, faultyFiles: new Set(faultyFiles) };
}

async function filesWithFaults(engine: DuckDBEngine): Promise<number[]> {
  const rows = await engine.all("SELECT DISTINCT file_no FROM report_rows WHERE fault ORDER BY 1");
  return rows.map(({ file_no }) => Number(file_no));
}
