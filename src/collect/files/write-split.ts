import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { writeFault } from "../../lake/files.js";
import type { NumberedReport } from "./bundle.js";
import { decode } from "./content.js";
import { REPORT_COLUMNS } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";
import { splitReport } from "./split-report.js";

/** A line that could not be split into the header's columns. */
export interface RejectedLine {
  readonly fileNo: number;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** So many characters are gathered before they are written. */
const CHUNK = 1 << 20;

/** The whole text of a report, wherever it is. */
export function reportText({ text, path }: ReportFile): string {
  return text ?? decode(readFileSync(path ?? ""));
}

/**
 * Writes the rows of reports that share a header as a CSV without any irregularity, each row led by its file's
 * number, and gives the lines that are no rows. Columns that nobody reads are left empty.
 */
export function writeSplit(path: string, members: readonly NumberedReport[]): RejectedLine[] {
  const header = members[0]?.file.header ?? [];
  const read = header.map((name) => REPORT_COLUMNS.has(name));
  const rejected: RejectedLine[] = [];
  const out = openSync(path, "w", 0o600);
  try {
    let chunk = `file_no,${header.map((_, index) => `c${index}`).join(",")}\n`;
    for (const { file, fileNo } of members) {
      for (const row of splitReport(reportText(file), header)) {
        if ("reason" in row) rejected.push({ fileNo, ...row });
        else
          chunk += `${fileNo},${row.fields.map((value, at) => (read[at] ? quoted(value) : "")).join(",")}\n`;
        if (chunk.length > CHUNK) {
          append(out, path, chunk);
          chunk = "";
        }
      }
    }
    append(out, path, chunk);
  } finally {
    closeSync(out);
  }
  return rejected;
}

function append(out: number, path: string, chunk: string): void {
  try {
    writeFileSync(out, chunk);
  } catch (cause) {
    throw writeFault(path, cause);
  }
}

function quoted(value: string): string {
  return value === "" ? "" : `"${value.replaceAll('"', '""')}"`;
}
