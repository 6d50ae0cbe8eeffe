import { closeSync, openSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { writeFault } from "../../lake/files.js";
import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";
import { readPieces } from "./content.js";
import { ARN_PATTERN } from "./report-columns.js";
import type { NumberedReport, ReportFile } from "./report-file.js";
import { type BadLine, type ReportRecord, splitReport } from "./split-report.js";

/** A line that could not be split into the header's columns. */
export interface RejectedLine extends Omit<BadLine, "text"> {
  readonly fileNo: number;
}

/** Columns in front of those of the report. A row that tells nothing of its user has the account it counts for. */
export const SPLIT_COLUMNS = ["file_no", "spoilt_account", "spoilt_partition"] as const;

const USER_ARN = new RegExp(ARN_PATTERN);

/** All users of 20 accounts. Rows that tell nothing are held until all others were read: they must not take all memory. */
const MOST_SPOILT = 100_000;

/** So many characters are gathered before they are written. */
const CHUNK = 1 << 20;

/** The text of a report, wherever it is. */
export function reportText({ text, path = "" }: ReportFile): Iterable<string> {
  return text === undefined ? readPieces(path) : [text];
}

/**
 * Writes the rows of reports that share a header as a CSV without any irregularity, and gives the lines that are no
 * rows. They too have a row, as have those whose ARN names no user: it says only where they stand, for they count as
 * unknown users of the account of the other rows of their file, else of its folder.
 */
export function writeSplit(path: string, members: readonly NumberedReport[]): RejectedLine[] {
  const header = members[0]?.file.header ?? [];
  const rejected: RejectedLine[] = [];
  const out = openSync(path, "w", 0o600);
  try {
    let chunk = `${[...SPLIT_COLUMNS, ...header.map((_, index) => `c${index}`)].join(",")}\n`;
    for (const { file, fileNo } of members) {
      for (const row of rowsOf(file, ({ line, reason }) => rejected.push({ fileNo, line, reason }))) {
        chunk += `${fileNo},${row}\n`;
        if (chunk.length < CHUNK) continue;
        append(out, path, chunk);
        chunk = "";
      }
    }
    append(out, path, chunk);
  } finally {
    closeSync(out);
  }
  return rejected;
}

/** The rows to write of a report, without its number. */
function* rowsOf(file: ReportFile, reject: (bad: BadLine) => void): Generator<string> {
  const { name, header, folderAccount = "unknown" } = file;
  const spoilt: string[] = [];
  let owner: string | undefined;
  for (const row of splitReport(reportText(file), header)) {
    if (spoilt.length === MOST_SPOILT) {
      reject({ line: row.line, text: "", reason: "nor can what follows it: too many rows before it cannot" });
      break;
    }
    if ("reason" in row) reject(row);
    const { user, arn } = whoseRow(header, row);
    if (arn !== undefined && (owner === undefined || accountOf(arn) < accountOf(owner))) owner = arn;
    if (arn !== undefined && "fields" in row) yield `,,${row.plain ?? written(header, row.fields)}`;
    else spoilt.push(written(header, ofUser(header, user, arn ?? `unreadable:${name}:${row.line}`)));
  }
  const [, partition = "aws", , , account = folderAccount] = owner?.split(":") ?? [];
  for (const row of spoilt) yield `${account},${partition},${row}`;
}

/** The user of a row. Of a line that is no row the name is believed only beside an ARN. */
function whoseRow(header: readonly string[], row: ReportRecord | BadLine): { user: string; arn?: string } {
  const fields = "fields" in row ? row.fields : splitLoosely(row.text);
  const user = fields[header.indexOf("user")] ?? "";
  const arn = fields[header.indexOf("arn")] ?? "";
  if (USER_ARN.test(arn)) return { user, arn };
  return { user: "fields" in row ? user : "" };
}

function ofUser(header: readonly string[], user: string, arn: string): string[] {
  return header.map((name) => (name === "user" ? user : name === "arn" ? arn : ""));
}

function accountOf(arn: string): string {
  const before = arn.indexOf("::");
  return arn.slice(before + 2, before + 14);
}

/** Columns that nobody reads are left empty. */
function written(header: readonly string[], values: readonly string[]): string {
  return values
    .map((value, index) => (REPORT_COLUMNS.has(header[index] ?? "") ? quoted(value) : ""))
    .join(",");
}

function quoted(value: string): string {
  return value === "" ? "" : `"${value.replaceAll('"', '""')}"`;
}

function splitLoosely(text: string): readonly string[] {
  try {
    const rows: unknown = parse(text, { relax_quotes: true, relax_column_count: true });
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
    if (Array.isArray(row)) return row.map(String);
  } catch {
    // An open quote: what stands between commas is the best that can be had.
  }
  return text.replaceAll('"', "").split(",");
}

function append(out: number, path: string, chunk: string): void {
  try {
    writeFileSync(out, chunk);
  } catch (cause) {
    throw writeFault(path, cause);
  }
}
