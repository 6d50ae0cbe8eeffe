import { parse } from "csv-parse/sync";

/**
 * Columns of the IAM credential report.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export type ColumnKind = "name" | "time" | "boolean" | "text";

interface ReportColumn {
  readonly kind: ColumnKind;
  /** Without it some verdicts are unknown, so its absence is a problem; the others came with later reports. */
  readonly required: boolean;
  /** A future time is no fault: it tells when the password must be changed. */
  readonly mayBeFuture?: true;
}

const key = (slot: 1 | 2): [string, ReportColumn][] => [
  [`access_key_${slot}_active`, { kind: "boolean", required: true }],
  [`access_key_${slot}_last_rotated`, { kind: "time", required: true }],
  [`access_key_${slot}_last_used_date`, { kind: "time", required: false }],
  [`access_key_${slot}_last_used_region`, { kind: "text", required: false }],
  [`access_key_${slot}_last_used_service`, { kind: "text", required: false }],
];
const certificate = (slot: 1 | 2): [string, ReportColumn][] => [
  [`cert_${slot}_active`, { kind: "boolean", required: false }],
  [`cert_${slot}_last_rotated`, { kind: "time", required: false }],
];

export const REPORT_COLUMNS: ReadonlyMap<string, ReportColumn> = new Map<string, ReportColumn>([
  ["user", { kind: "name", required: true }],
  ["arn", { kind: "name", required: true }],
  ["user_creation_time", { kind: "time", required: true }],
  ["password_enabled", { kind: "boolean", required: true }],
  ["password_last_used", { kind: "time", required: true }],
  ["password_last_changed", { kind: "time", required: true }],
  ["password_next_rotation", { kind: "time", required: false, mayBeFuture: true }],
  ["mfa_active", { kind: "boolean", required: true }],
  ...key(1),
  ...key(2),
  ...certificate(1),
  ...certificate(2),
]);

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
