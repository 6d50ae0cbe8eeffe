import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import type { Problem } from "../../model/problem.js";
import { foldDuplicates, repairRows } from "./duplicates.js";
import { describeFaults } from "./report-faults.js";
import type { ReportFile } from "./report-file.js";
import { chooseGenerations, type Generations } from "./report-generations.js";
import type { ReportRows } from "./report-rows.js";
import { type LoadOptions, loadReports } from "./report-table.js";
import type { RejectedLine } from "./write-split.js";

export interface ReportsOutcome extends Generations {
  readonly rows: ReportRows;
  /** Files in which a whole row could not be read. */
  readonly faultyFiles: ReadonlySet<number>;
  /** Reports that are nothing but a header: AWS always lists the root user, so the rest was lost. */
  readonly emptyFiles: readonly ReportFile[];
}

/**
 * Reads credential reports into `report_rows`: one row a user, typed; rows that cannot be trusted hold no evidence
 * and are marked, and bad values in other rows are gone.
 */
export async function readReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  options: LoadOptions,
): Promise<ReportsOutcome> {
  const { asOf } = options;
  const { rows, rejected } = await loadReports(engine, files, options);
  const emptyFiles = await filesWithoutRows(engine, files);
  const suspects = await filesWhere(engine, "fault");
  const generations = await chooseGenerations(engine, rows, files, options);
  const conflicting = await foldDuplicates(engine, rows);
  const toDescribe = conflicting.size > 0 ? files.map((_, fileNo) => fileNo) : suspects;
  const faults = toDescribe.flatMap((fileNo) => {
    const file = files[fileNo];
    return file === undefined ? [] : describeFaults(file, asOf, conflicting);
  });
  const faulty = (await filesWhere(engine, "fault")).length > 0;
  const faultyFiles = await filesWhere(engine, "lost");
  if (faulty) await repairRows(rows, asOf);
  return {
    ...generations,
    rows,
    problems: [
      ...rejected.flatMap((bad) => rejectedProblem(files[bad.fileNo], bad)),
      ...emptyFiles.map(emptyProblem),
      ...faults,
      ...generations.problems,
    ],
    faultyFiles: new Set(faultyFiles),
    emptyFiles,
  };
}

function rejectedProblem(file: ReportFile | undefined, { line, reason }: RejectedLine): Problem[] {
  if (file === undefined) return [];
  return [
    {
      source: file.name,
      line,
      what: `the row cannot be read (${reason})`,
      fix: `Expected: ${file.header.length} columns. The user counts as unknown; fetch the report again.`,
    },
  ];
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

/** Files with a row that is marked so. */
async function filesWhere(engine: DuckDBEngine, mark: "fault" | "lost"): Promise<number[]> {
  const rows = await engine.all(`SELECT DISTINCT file_no FROM report_rows WHERE ${mark} ORDER BY 1`);
  return rows.map(({ file_no }) => Number(file_no));
}
