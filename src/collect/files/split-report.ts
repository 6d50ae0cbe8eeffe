import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";

/** A row of a report and the line of the file on which it begins. */
export interface ReportRecord {
  readonly line: number;
  /** As many as the header has. */
  readonly fields: readonly string[];
  /** The row as it stands there, where no field is quoted. */
  readonly plain: string | undefined;
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
  readonly plain: string | undefined;
}

const LINE_END = /\r\n|\n|\r/g;
const FIELD_END = /[,\r\n]/g;

/** A quoted field that spans lines ends within so many characters, else its quote was never closed. */
const LONGEST_FIELD = 65_536;

/** So much of the text is looked at ahead of a row, and no row is as long. */
const LONGEST_ROW = 262_144;
/** So much of a line that is no row is kept: whose it may be stands in front. */
const KEPT = 8_192;
const TOO_LONG = `it has more than ${LONGEST_ROW} characters`;

/**
 * Splits a report line by line, whatever is wrong with it: every line end, quoted fields, quotes that are never
 * closed. A line that is no row is told apart and the next line is a row again, so that one bad line costs
 * one user. The first line is the header; blank lines are nothing. The text comes in pieces, cut anywhere.
 */
export function* splitReport(
  pieces: Iterable<string>,
  header: readonly string[],
): Generator<ReportRecord | BadLine> {
  let text = "";
  let line = 1;
  for (const [piece, last] of withLast(pieces)) {
    text += piece;
    let start = 0;
    while (start < text.length) {
      const lineEnd = endOfLine(text, start);
      if (!last && Math.max(lineEnd + 1, start + 2 * LONGEST_ROW) >= text.length) break;
      const { told, end } = lineAt(text, { start, lineEnd, line }, header);
      if (told !== undefined) yield told;
      line += end === lineEnd ? 1 : 1 + (text.slice(start, end).match(LINE_END)?.length ?? 0);
      start = nextLine(text, end);
    }
    text = withoutSurplus(text.slice(start));
  }
}

/** Of a line without an end that is too long for a row already, only so much is held that it stays too long. */
function withoutSurplus(text: string): string {
  return text.length > LONGEST_ROW && endOfLine(text, 0) === text.length
    ? text.slice(0, LONGEST_ROW + 1)
    : text;
}

/** The pieces, the last one told apart. */
function* withLast(pieces: Iterable<string>): Generator<readonly [piece: string, last: boolean]> {
  let before = "";
  for (const piece of pieces) {
    yield [before, false];
    before = piece;
  }
  yield [before, true];
}

/** What is to be told of a line, and where its row ends, which may be lines further on. */
function lineAt(
  text: string,
  { start, lineEnd, line }: { readonly start: number; readonly lineEnd: number; readonly line: number },
  header: readonly string[],
): { readonly told: ReportRecord | BadLine | undefined; readonly end: number } {
  const first = text.slice(start, lineEnd);
  const isBlank = first.length <= LONGEST_ROW && first.trim() === "";
  if (line === 1 || isBlank) return { told: undefined, end: lineEnd };
  const row = scanRow(text, start, first, header);
  if (typeof row === "string")
    return { told: { line, text: first.slice(0, KEPT), reason: row }, end: lineEnd };
  return { told: { line, fields: row.fields, plain: row.plain }, end: row.end };
}

/** The row that begins at `start` with the line `first`, or what is wrong with it. */
function scanRow(text: string, start: number, first: string, header: readonly string[]): Scan | string {
  if (first.length > LONGEST_ROW) return TOO_LONG;
  const scan = first.includes('"')
    ? scanQuoted(text, start)
    : { fields: first.split(","), end: start + first.length, plain: first };
  if (typeof scan === "string") return scan;
  const { fields } = scan;
  // A comma at the end of a row adds nothing: DuckDB's reader overlooks it, too.
  if (fields.length === header.length + 1 && fields.at(-1) === "") fields.pop();
  if (fields.length !== header.length) return `${fields.length} columns instead of ${header.length}`;
  // No value of AWS's has a line end in it: such a field swallowed the rows behind it.
  const broken =
    scan.plain === undefined &&
    header.find((name, index) => REPORT_COLUMNS.has(name) && /[\r\n]/.test(fields[index] ?? ""));
  return broken ? `${broken} has a line end in it` : scan;
}

function scanQuoted(text: string, start: number): Scan | string {
  const fields: string[] = [];
  for (let at = start; ; at += 1) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (typeof field === "string") return field;
    fields.push(field.value);
    at = field.end;
    if (at - start > LONGEST_ROW) return TOO_LONG;
    if (text[at] !== ",") return { fields, end: at, plain: undefined };
  }
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

/** The beginning of the line behind the one that ends at `end`. */
function nextLine(text: string, end: number): number {
  return text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
}
