import { join } from "node:path";
import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import { UserError } from "../../model/user-error.js";
import { bundleOrigin, canBundle, type NumberedReport, writeBundle } from "./bundle.js";
import { countLines } from "./count-lines.js";
import { REPORT_COLUMNS } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import { KNOWN_COLUMNS, readCsvSql, typedReportSql } from "./report-sql.js";
import { type RejectedLine, writeSplit } from "./write-split.js";

const TYPES = { name: "VARCHAR", text: "VARCHAR", time: "BIGINT", boolean: "BOOLEAN" } as const;

/** Columns of `report_rows` after the file number: typed report columns and what was made of the row. */
export const ROW_COLUMNS: readonly (readonly [string, string])[] = [
  ...[...REPORT_COLUMNS].map(([name, { kind }]) => [`"${name}"`, TYPES[kind]] as const),
  ...Object.keys(KNOWN_COLUMNS).map((name) => [name, "BOOLEAN"] as const),
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
 * split. A report's number is its place in `files`; `folder` takes what must be written on the way.
 */
export async function loadReports(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const groups = new Map<string, { load: Loader; members: NumberedReport[] }>();
  files.forEach((file, fileNo) => {
    const load = loaderOf(file);
    const key = `${load.name} ${JSON.stringify(file.header)}`;
    const group = groups.get(key) ?? { load, members: [] };
    group.members.push({ file, fileNo });
    groups.set(key, group);
  });
  const rejected: RejectedLine[] = [];
  for (const [index, { load, members }] of [...groups.values()].entries()) {
    rejected.push(...(await load(engine, members, String(index), asOf, folder)));
  }
  return rejected;
}

type Loader = typeof loadBundle;

function loaderOf(file: ReportFile): Loader {
  if (canBundle(file)) return loadBundle;
  return file.text === undefined ? loadDisk : loadSplit;
}

/** Small reports in one file: a line of it is a line of one of them. */
async function loadBundle(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const path = join(folder, `bundle-${id}.csv`);
  writeBundle(path, members);
  await insertNumbered(engine, path, members, id, asOf);
  const rows = await engine.all(
    `SELECT line, min(csv_line) AS text, max(error_message) AS reason FROM errors_${id} GROUP BY 1 ORDER BY 1`,
  );
  return rows.flatMap((row) => {
    const origin = bundleOrigin(members, Number(row.line));
    if (origin === undefined) return [];
    const text = String(row.text ?? "").replace(/^\d+,/, "");
    return [{ ...origin, text, reason: String(row.reason) }];
  });
}

/** Reports with quotes or odd line ends: split line by line, for an open quote must not swallow the rows behind it. */
async function loadSplit(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const path = join(folder, `split-${id}.csv`);
  const rejected = writeSplit(path, members);
  await insertNumbered(engine, path, members, id, asOf);
  return rejected;
}

/** Large reports, read where they lie; those that the fast reader cannot split to the end are split line by line. */
async function loadDisk(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
  folder: string,
): Promise<RejectedLine[]> {
  const rejected = await readDisk(engine, members, id, asOf).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    return undefined;
  });
  if (rejected === undefined) return await loadSplit(engine, members, id, asOf, folder);
  const again = await filesToSplit(engine, members, rejected);
  if (again.length === 0) return rejected;
  const numbers = again.map(({ fileNo }) => fileNo);
  await engine.run(`DELETE FROM report_rows WHERE file_no IN (${numbers.join(", ")})`);
  const split = await loadSplit(engine, again, `${id}s`, asOf, folder);
  return [...rejected.filter(({ fileNo }) => !numbers.includes(fileNo)), ...split];
}

/**
 * The files of which not every line became a row or a rejected line: an open quote swallows what is behind it,
 * and where several files are read at once DuckDB does not always say so.
 */
async function filesToSplit(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  rejected: readonly RejectedLine[],
): Promise<NumberedReport[]> {
  const rows = await engine.all("SELECT file_no, count(*) AS n FROM report_rows GROUP BY 1");
  const told = new Map(rows.map(({ file_no, n }) => [Number(file_no), Number(n)]));
  const unsure = new Set<number>();
  for (const { fileNo, reason } of rejected) {
    told.set(fileNo, (told.get(fileNo) ?? 0) + 1);
    if (/quote|unicode/i.test(reason)) unsure.add(fileNo);
  }
  return members.filter(
    ({ file, fileNo }) => unsure.has(fileNo) || (told.get(fileNo) ?? 0) + 1 !== countLines(file.path ?? ""),
  );
}

async function readDisk(
  engine: DuckDBEngine,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
): Promise<RejectedLine[]> {
  const header = members[0]?.file.header ?? [];
  const placed = members.map(({ file, fileNo }) => ({ fileNo, path: file.path ?? "" }));
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
    `SELECT n.file_no, e.line, min(e.csv_line) AS text, max(e.error_message) AS reason` +
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

/** Reads a CSV of which each row is led by the number of its file. */
async function insertNumbered(
  engine: DuckDBEngine,
  path: string,
  members: readonly NumberedReport[],
  id: string,
  asOf: number,
): Promise<void> {
  const header = members[0]?.file.header ?? [];
  const from = readCsvSql([path], header.length, id, true);
  await engine.run(
    `INSERT INTO report_rows SELECT file_no, ${COLUMN_NAMES} FROM (${typedReportSql(header, from, asOf)}) t`,
  );
}
