import { parse } from "csv-parse/sync";
import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";

/** Words that stand where there is no value; none of them is a fault. */
export const NO_VALUE = ["n/a", "no_information", "not_supported"] as const;

/** A time as reports have it, for JavaScript and RE2 alike. What else looks like one is not guessed at. */
export const TIME_PATTERN =
  "^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]([01]\\d|2[0-3]):?[0-5]\\d)$";

/** The ARN of an IAM user or of root. A control character, or one that is no UTF-8, is no part of a name. */
export const ARN_PATTERN = "^arn:aws[a-z-]*:iam::\\d{12}:(root|user/[^\\x00-\\x1f\\x7f\uFFFD]+)$";

/** The column names of a report's first line, lower case and trimmed; undefined when it is no report's header. */
export function readHeader(text: string): readonly string[] | undefined {
  const end = text.search(/[\r\n]/);
  const line = end < 0 ? text : text.slice(0, end);
  if (!headers.has(line)) headers.set(line, parseHeader(line));
  return headers.get(line);
}

/** Thousands of reports share a handful of header lines. */
const headers = new Map<string, readonly string[] | undefined>();

function parseHeader(line: string): readonly string[] | undefined {
  const records: unknown = safely(() => parse(line, { relax_quotes: true }));
  const first: unknown = Array.isArray(records) ? records[0] : undefined;
  if (!Array.isArray(first)) return undefined;
  const names = first.map((name) => String(name).trim().toLowerCase());
  return names.includes("user") && names.includes("arn") ? names : undefined;
}

/** Columns that a report lacks and should have. */
export function missingColumns(header: readonly string[]): string[] {
  return [...REPORT_COLUMNS]
    .filter(([name, { required }]) => required && !header.includes(name))
    .map(([name]) => name);
}

function safely<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
