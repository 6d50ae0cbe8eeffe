import { REPORT_COLUMNS } from "./report-columns.js";

/** A row of a report and the line of the file on which it begins. */
export interface ReportRecord {
  readonly line: number;
  /** As many as the header has. */
  readonly fields: readonly string[];
}

/** A line that is no row. */
export interface BadLine {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

interface Scan {
  readonly fields: string[];
  /** Where the row ends: at a line end, or at the end of the text. */
  readonly end: number;
}

const LINE_END = /\r\n|\n|\r/g;
const FIELD_END = /[,\r\n]/g;

/** A quoted field that spans lines ends within so many characters, else its quote was never closed. */
const LONGEST_FIELD = 65_536;

/**
 * Splits a report line by line, whatever is wrong with it: every line end, quoted fields, quotes that are never
 * closed. A line that is no row is told apart and the next line is a row again, so that one bad line costs
 * one user. The first line is the header; blank lines are nothing.
 */
export function* splitReport(text: string, header: readonly string[]): Generator<ReportRecord | BadLine> {
  let line = 2;
  for (let start = nextLine(text, 0); start < text.length; ) {
    const lineEnd = endOfLine(text, start);
    const first = text.slice(start, lineEnd);
    const row = first.trim() === "" ? undefined : scanRow(text, start, header);
    if (typeof row === "string") yield { line, text: first, reason: row };
    else if (row !== undefined) yield { line, fields: row.fields };
    const end = typeof row === "object" ? row.end : lineEnd;
    line += 1 + (text.slice(start, end).match(LINE_END)?.length ?? 0);
    start = nextLine(text, end);
  }
}

/** The row that begins at `start`, or what is wrong with it. */
function scanRow(text: string, start: number, header: readonly string[]): Scan | string {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (typeof field === "string") return field;
    fields.push(field.value);
    at = field.end;
    if (text[at] !== ",") break;
    at += 1;
  }
  // A comma at the end of a row adds nothing: DuckDB's reader overlooks it, too.
  if (fields.length === header.length + 1 && fields.at(-1) === "") fields.pop();
  if (fields.length !== header.length) return `${fields.length} columns instead of ${header.length}`;
  // No value of AWS's has a line end in it: such a field swallowed the rows behind it.
  const broken = header.find((name, index) => REPORT_COLUMNS.has(name) && /[\r\n]/.test(fields[index] ?? ""));
  return broken === undefined ? { fields, end: at } : `${broken} has a line end in it`;
}

function plainField(text: string, start: number): { value: string; end: number } {
  FIELD_END.lastIndex = start;
  const end = FIELD_END.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end), end };
}

function quotedField(text: string, start: number): { value: string; end: number } | string {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || at - start > LONGEST_FIELD) return "a quote is never closed";
    if (text[at + 1] === '"') continue;
    const end = at + 1;
    if (end < text.length && !/[,\r\n]/.test(text[end] ?? "")) return "text follows a closing quote";
    return { value: text.slice(start + 1, at).replaceAll('""', '"'), end };
  }
}

function endOfLine(text: string, start: number): number {
  LINE_END.lastIndex = start;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** The beginning of the line behind the one that ends at or after `at`. */
function nextLine(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(text) === null ? text.length : LINE_END.lastIndex;
}
