/** Credential reports for tests, in the form AWS gives them, written without the code under test. */

export type ReportRow = Readonly<Record<string, string>>;

/** The 22 columns of a live report, in AWS's order. */
export const COLUMNS = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
] as const;

export const ACCOUNT = "111122223333";

const NOTHING = Object.fromEntries(
  COLUMNS.map((name) => [name, name.endsWith("_active") || name.endsWith("_enabled") ? "false" : "N/A"]),
);

/** A user without password and keys, but for what is said otherwise. */
export function user(name: string, values: ReportRow = {}): ReportRow {
  return {
    ...NOTHING,
    user: name,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    user_creation_time: "2020-01-01T00:00:00Z",
    ...values,
  };
}

/** A root user with a password and an MFA device, as a live report has it. */
export function root(values: ReportRow = {}): ReportRow {
  return {
    ...NOTHING,
    user: "<root_account>",
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    user_creation_time: "2015-01-01T00:00:00Z",
    password_enabled: "true",
    password_last_used: "2019-01-01T00:00:00Z",
    password_last_changed: "2015-01-01T00:00:00Z",
    password_next_rotation: "not_supported",
    mfa_active: "true",
    ...values,
  };
}

/** A console password, used on the day given. */
export function password(used: string, changed = "2020-01-01T00:00:00Z"): ReportRow {
  return { password_enabled: "true", password_last_used: used, password_last_changed: changed };
}

/** An active access key in a slot. */
export function key(slot: 1 | 2, created: string, used = "N/A"): ReportRow {
  return {
    [`access_key_${slot}_active`]: "true",
    [`access_key_${slot}_last_rotated`]: created,
    [`access_key_${slot}_last_used_date`]: used,
  };
}

/** The same rows in another account. */
export function inAccount(accountId: string, rows: readonly ReportRow[]): ReportRow[] {
  return rows.map((row) => ({ ...row, arn: (row.arn ?? "").replace(ACCOUNT, accountId) }));
}

export interface CsvForm {
  readonly columns?: readonly string[];
  readonly lineEnd?: string;
  /** AWS ends the last line with nothing. */
  readonly lastLineEnd?: boolean;
}

/** The CSV of a report. A field is quoted where it must be. */
export function csv(rows: readonly ReportRow[], form: CsvForm = {}): string {
  const { columns = COLUMNS, lineEnd = "\n", lastLineEnd = false } = form;
  const lines = [columns.map(field), ...rows.map((row) => columns.map((name) => field(row[name] ?? "")))];
  return lines.map((line) => line.join(",")).join(lineEnd) + (lastLineEnd ? lineEnd : "");
}

function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A report as `aws iam get-credential-report` prints it. */
export function reportJson(content: string | Buffer, generatedTime?: string): string {
  return JSON.stringify({
    Content: Buffer.from(content).toString("base64"),
    ReportFormat: "text/csv",
    ...(generatedTime === undefined ? {} : { GeneratedTime: generatedTime }),
  });
}

/** A user as GetAccountAuthorizationDetails has it. */
export function detail(name: string, values: Readonly<Record<string, unknown>> = {}) {
  return {
    UserName: name,
    Path: "/",
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    CreateDate: "2020-01-01T00:00:00+00:00",
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    ...values,
  };
}

/** `collection.json` as the collector leaves it. */
export function collectionJson(
  accountId: string,
  evidence: readonly (readonly [kind: string, status: string, collectedAt: string, more?: object])[],
): string {
  return JSON.stringify({
    version: 1,
    account_id: accountId,
    partition: "aws",
    collected_at: "2026-11-20T10:00:00Z",
    evidence: evidence.map(([kind, status, collected_at, more]) => ({ kind, status, collected_at, ...more })),
    calls: {},
  });
}

/** So many users that a report of them is a large file. */
export const MANY: readonly ReportRow[] = Array.from({ length: 7000 }, (_, i) => user(`user-${i}`));
