import { join } from "node:path";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { pathLiteral } from "../../engine/duckdb/path-literal.js";
import { UserError } from "../../model/user-error.js";
import type { NumberedReport, ReportFile } from "./report-file.js";
import { readOutline } from "./report-outline.js";
import { ReportRows } from "./report-rows.js";
import { largeReportSql, splitReportsSql, typedReportSql } from "./report-sql.js";
import { splitReport } from "./split-report.js";
import type { UserSources } from "./users-sql.js";
import { type RejectedLine, writeSplit } from "./write-split.js";

const ROOT_ARN = /^arn:aws[a-z-]*:iam::\d{12}:root$/;

export interface LoadedReports {
  readonly rows: ReportRows;
  /** Lines that are no rows; each has a row without evidence. */
  readonly rejected: readonly RejectedLine[];
}

export interface LoadOptions {
  readonly asOf: number;
  /** The newest time in each report matters. */
  readonly events: boolean;
  /** Takes what must be written on the way. */
  readonly folder: string;
  /** What is known of the users of a report that is the only evidence there is. */
  readonly sources: UserSources;
}

/**
 * Reads reports into `report_rows`. There are two readers: the engine reads large reports where they lie, if they are as
 * AWS writes them; all others are split line by line. A report's number is its place in `files`.
 */
export async function loadReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  options: LoadOptions,
): Promise<LoadedReports> {
  const rows = await ReportRows.create(engine, options.folder);
  const toSplit: NumberedReport[] = [];
  for (const [fileNo, file] of files.entries()) {
    const report = { file, fileNo };
    const rest = file.large ? await readLarge(engine, rows, report, options) : report;
    if (rest !== undefined) toSplit.push(rest);
  }
  const rejected: RejectedLine[][] = [];
  for (const [index, members] of byHeader(toSplit).entries()) {
    const header = members[0]?.file.header ?? [];
    const path = join(options.folder, `split-${index}.csv`);
    rejected.push(writeSplit(path, members));
    await rows.insert(typedReportSql(header, splitReportsSql(path, header.length), options.asOf));
  }
  return { rows, rejected: rejected.flat() };
}

/** All reports with one header in one go: thousands of files take the engine a minute, one file a moment. */
function byHeader(reports: readonly NumberedReport[]): NumberedReport[][] {
  const groups = new Map<string, NumberedReport[]>();
  for (const report of reports) {
    const key = JSON.stringify(report.file.header);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(report);
  }
  return [...groups.values()];
}

/**
 * Reads the users of a large report. Gives what of it is to be split: the rows of root users; or all of it, where not
 * every line is the row of a user or of root: a bad row, an open quote that swallows what is behind it, blank lines.
 */
async function readLarge(
  engine: DuckDBEngine,
  rows: ReportRows,
  report: NumberedReport,
  { asOf, sources }: LoadOptions,
): Promise<NumberedReport | undefined> {
  const { file, fileNo } = report;
  const { header, path = "" } = file;
  const typed = typedReportSql(header, largeReportSql(report), asOf);
  // The file is looked through while the engine works.
  const [users, outline] = await Promise.all([
    rows.writeUsers(typed, { fileNo, header, sources }).catch(unlessUserError),
    readOutline(path),
  ]);
  const roots = ["", ...outline.roots].join("\n");
  if (users === undefined || users.rows + outline.roots.length + 1 !== outline.lines) return report;
  if (!areRoots(roots, header)) return report;
  const [found] = await engine.all(
    `SELECT count(account_id) AS named FROM read_parquet(${pathLiteral(users.path)})`,
  );
  if (found?.named !== users.rows) return report;
  await rows.keep(users);
  return outline.roots.length === 0 ? undefined : { file: { ...file, text: roots }, fileNo };
}

/** Are all lines behind the first one rows of root users? */
function areRoots(text: string, header: readonly string[]): boolean {
  const arn = header.indexOf("arn");
  return [...splitReport([text], header)].every(
    (row) => "fields" in row && ROOT_ARN.test(row.fields[arn] ?? ""),
  );
}

/** A full disk is the person's to solve; a file that the engine cannot read is split. */
function unlessUserError(error: unknown): undefined {
  if (error instanceof UserError) throw error;
}
