import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { bundleOrigin, canBundle, type NumberedReport, writeBundle } from "./bundle.js";
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
 * split. `first` is the file number of the first of these files; `folder` takes what must be written on the way.
 */
export async function loadReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  first: number,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const groups = new Map<string, NumberedReport[]>();
  files.forEach((file, index) => {
    const key = `${canBundle(file)} ${JSON.stringify(file.header)}`;
    groups.set(key, [...(groups.get(key) ?? []), { file, fileNo: first + index }]);
  });
  const rejected: RejectedLine[] = [];
  for (const [index, members] of [...groups.values()].entries()) {
    const id = `${first}_${index}`;
    const bundled = members[0] !== undefined && canBundle(members[0].file);
    const load = bundled ? loadBundle : loadFiles;
    rejected.push(...(await load(engine, members, id, asOf, folder)));
  }
  return rejected;
}

async function loadBundle(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const path = join(folder, `bundle-${id}.csv`);
  writeBundle(path, members);
  const header = members[0]?.file.header ?? [];
  const from = readCsvSql([path], header.length, id, true);
  await engine.run(
    `INSERT INTO report_rows SELECT file_no, ${COLUMN_NAMES} FROM (${typedReportSql(header, from, asOf)}) t`,
  );
  const rows = await engine.all(
    `SELECT line, min(csv_line) AS text, min(error_message) AS reason FROM errors_${id} GROUP BY 1 ORDER BY 1`,
  );
  return rows.flatMap((row) => {
    const origin = bundleOrigin(members, Number(row.line));
    if (origin === undefined) return [];
    const text = String(row.text ?? "").replace(/^\d+,/, "");
    return [{ ...origin, text, reason: String(row.reason) }];
  });
}

async function loadFiles(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const placed = members.map(({ file, fileNo }) => ({
    fileNo,
    path: file.path ?? writeText(file, fileNo, folder),
  }));
  const header = members[0]?.file.header ?? [];
  const numbers = placed.map(({ path, fileNo }) => `(${stringLiteral(path)}, ${fileNo})`).join(", ");
  const from = readCsvSql(
    placed.map(({ path }) => path),
    header.length,
    id,
    false,
  );
  const numbered = `(SELECT t.*, n.file_no FROM ${from} t JOIN (VALUES ${numbers}) AS n(path, file_no) ON n.path = t.filename)`;
  await engine.run(
    `INSERT INTO report_rows SELECT file_no, ${COLUMN_NAMES} FROM (${typedReportSql(header, numbered, asOf)}) t`,
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

function writeText(file: ReportFile, fileNo: number, folder: string): string {
  const path = join(folder, `report-${fileNo}.csv`);
  writeFileSync(path, file.text ?? "", { mode: 0o600 });
  return path;
}
