import { parse } from "csv-parse/sync";

/**
 * Columns of the IAM credential report.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export type ColumnKind = "name" | "time" | "boolean" | "text";

interface ReportColumn {
  readonly kind: ColumnKind;
  /** What the table iam_users calls it. */
  readonly column: string;
  /** Without it some verdicts are unknown, so its absence is a problem; the others came with later reports. */
  readonly required: boolean;
  /** A future time is no fault: it tells when the password must be changed. */
  readonly mayBeFuture?: true;
}

const need = (kind: ColumnKind, column: string): ReportColumn => ({ kind, column, required: true });
const may = (kind: ColumnKind, column: string): ReportColumn => ({ kind, column, required: false });

const key = (name: string): [string, ReportColumn][] => [
  [`${name}_active`, need("boolean", `${name}_active`)],
  [`${name}_last_rotated`, need("time", `${name}_created_at`)],
  [`${name}_last_used_date`, may("time", `${name}_last_used_at`)],
  [`${name}_last_used_region`, may("text", `${name}_last_used_region`)],
  [`${name}_last_used_service`, may("text", `${name}_last_used_service`)],
];
const certificate = (slot: 1 | 2): [string, ReportColumn][] => [
  [`cert_${slot}_active`, may("boolean", `certificate_${slot}_active`)],
  [`cert_${slot}_last_rotated`, may("time", `certificate_${slot}_created_at`)],
];

export const REPORT_COLUMNS: ReadonlyMap<string, ReportColumn> = new Map<string, ReportColumn>([
  ["user", need("name", "user_name")],
  ["arn", need("name", "arn")],
  ["user_creation_time", need("time", "created_at")],
  ["password_enabled", need("boolean", "password_enabled")],
  ["password_last_used", need("time", "password_last_used_at")],
  ["password_last_changed", need("time", "password_last_changed_at")],
  ["password_next_rotation", { ...may("time", "password_next_rotation_at"), mayBeFuture: true }],
  ["mfa_active", need("boolean", "mfa_active")],
  ...key("access_key_1"),
  ...key("access_key_2"),
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
