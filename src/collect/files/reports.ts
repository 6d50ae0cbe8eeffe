import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import type { Problem } from "../../model/problem.js";
import { clearFaultyRows, foldDuplicates } from "./duplicates.js";
import { keepRejected } from "./rejected-lines.js";
import { describeFaults } from "./report-faults.js";
import type { ReportFile } from "./report-file.js";
import { chooseGenerations, type Generations } from "./report-generations.js";
import { createReportTable, loadReports } from "./report-table.js";
import { nameUnreadableRows } from "./unreadable-rows.js";

export interface ReportsOutcome extends Generations {
  /** Files in which something could not be read. */
  readonly faultyFiles: ReadonlySet<number>;
  /** Reports that are nothing but a header: AWS always lists the root user, so the rest was lost. */
  readonly emptyFiles: readonly ReportFile[];
}

/**
 * Reads credential reports into the table `report_rows`: one row a user, typed; rows that cannot be trusted
 * hold no evidence and are marked. `folder` takes what must be written on the way.
 */
export async function readReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  asOf: number,
  folder: string,
): Promise<ReportsOutcome> {
  await createReportTable(engine);
  const rejected = await loadReports(engine, files, asOf, folder);
  const problems: Problem[] = await keepRejected(engine, files, rejected);
  const emptyFiles = await filesWithoutRows(engine, files);
  problems.push(...emptyFiles.map(emptyProblem));
  const suspects = await filesWithFaults(engine);
  if (suspects.length > 0) await nameUnreadableRows(engine, files);
  const generations = await chooseGenerations(engine, files, asOf);
  const conflicting = await foldDuplicates(engine);
  const toDescribe = conflicting.size > 0 ? files.map((_, fileNo) => fileNo) : suspects;
  for (const fileNo of toDescribe) {
    const file = files[fileNo];
    if (file !== undefined) problems.push(...describeFaults(file, asOf, conflicting));
  }
  const faultyFiles = await filesWithFaults(engine);
  if (faultyFiles.length > 0) await clearFaultyRows(engine);
  return {
    ...generations,
    problems: [...problems, ...generations.problems],
    faultyFiles: new Set(faultyFiles),
    emptyFiles,
  };
}

async function filesWithoutRows(engine: DuckDBEngine, files: readonly ReportFile[]): Promise<ReportFile[]> {
  const rows = await engine.all("SELECT DISTINCT file_no FROM report_rows");
  const filled = new Set(rows.map(({ file_no }) => Number(file_no)));
  return files.filter((_, fileNo) => !filled.has(fileNo));
}

function emptyProblem({ name }: ReportFile): Problem {
  return {
    source: name,
    line: 1,
    what: "the report has a header but no row, not even that of the root user",
    fix: "Fetch the report again with `aws iam get-credential-report`.",
  };
}

async function filesWithFaults(engine: DuckDBEngine): Promise<number[]> {
  const rows = await engine.all("SELECT DISTINCT file_no FROM report_rows WHERE fault ORDER BY 1");
  return rows.map(({ file_no }) => Number(file_no));
}
