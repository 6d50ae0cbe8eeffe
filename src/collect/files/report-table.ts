import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { REPORT_COLUMNS } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import { readCsvSql, typedReportSql } from "./report-sql.js";

/** A line that could not be split into the header's columns. */
export interface RejectedLine {
  readonly fileNo: number;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

const TYPES = { name: "VARCHAR", text: "VARCHAR", time: "BIGINT", boolean: "BOOLEAN" } as const;

/** Columns of `report_rows` after the file number: typed report columns and what was made of the row. */
export const ROW_COLUMNS: readonly (readonly [string, string])[] = [
  ...[...REPORT_COLUMNS].map(([name, { kind }]) => [`"${name}"`, TYPES[kind]] as const),
  ["use_known_0", "BOOLEAN"],
  ["use_known_1", "BOOLEAN"],
  ["use_known_2", "BOOLEAN"],
  ["account_id", "VARCHAR"],
  ["partition", "VARCHAR"],
  ["fault", "BOOLEAN"],
];
const COLUMN_NAMES = ROW_COLUMNS.map(([name]) => name).join(", ");

export async function createReportTable(engine: DuckDBEngine): Promise<void> {
  const columns = ROW_COLUMNS.map(([name, type]) => `${name} ${type}`).join(", ");
  await engine.run(`CREATE OR REPLACE TEMP TABLE report_rows (file_no INTEGER, ${columns})`);
}

/**
 * Reads reports into `report_rows`, all files with one header in one go, and gives the lines that could not be
 * split. `first` is the file number of the first of these files.
 */
export async function loadReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  first: number,
  asOf: number,
): Promise<RejectedLine[]> {
  const groups = new Map<string, { file: ReportFile; fileNo: number }[]>();
  files.forEach((file, index) => {
    const key = JSON.stringify(file.header);
    groups.set(key, [...(groups.get(key) ?? []), { file, fileNo: first + index }]);
  });
  const rejected: RejectedLine[] = [];
  let group = 0;
  for (const members of groups.values()) {
    rejected.push(...(await loadGroup(engine, members, `${first}_${group}`, asOf)));
    group += 1;
  }
  return rejected;
}

async function loadGroup(
  engine: DuckDBEngine,
  members: readonly { file: ReportFile; fileNo: number }[],
  id: string,
  asOf: number,
): Promise<RejectedLine[]> {
  const header = members[0]?.file.header ?? [];
  const paths = members.map(({ file }) => file.path);
  const numbers = members.map(({ file, fileNo }) => `(${stringLiteral(file.path)}, ${fileNo})`).join(", ");
  const typed = typedReportSql(header, readCsvSql(paths, header.length, id), asOf);
  await engine.run(
    `INSERT INTO report_rows SELECT n.file_no, ${COLUMN_NAMES} FROM (${typed}) t` +
      ` JOIN (VALUES ${numbers}) AS n(path, file_no) ON n.path = t.filename`,
  );
  const rows = await engine.all(
    `SELECT n.file_no, e.line, min(e.csv_line) AS text, min(e.error_message) AS reason` +
      ` FROM errors_${id} e JOIN scans_${id} s USING (scan_id, file_id)` +
      ` JOIN (VALUES ${numbers}) AS n(path, file_no) ON n.path = s.file_path GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.map((row) => ({
    fileNo: Number(row.file_no),
    line: Number(row.line),
    text: String(row.text ?? ""),
    reason: String(row.reason),
  }));
}
