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

type Group = "password" | `access_key_${1 | 2}` | `certificate_${1 | 2}`;

/** Whether a row tells when something was last used: `report_rows` has flags for it, in the order of the report. */
const USE_KNOWN: Partial<Record<Group, string>> = {
  password: "use_known_0",
  access_key_1: "use_known_1",
  access_key_2: "use_known_2",
};

/** What a row `r` of `report_rows` says of a password, a key or a certificate, by the columns of iam_users. */
export function reportedColumns(group: Group): Readonly<Record<string, string>> {
  const known = USE_KNOWN[group];
  const columns = [...REPORT_COLUMNS].filter(([, { column }]) => column.startsWith(`${group}_`));
  return {
    ...Object.fromEntries(columns.map(([name, { column }]) => [column, `r.${name}`])),
    ...(known !== undefined && { [`${group}_use_known`]: `r.${known}` }),
  };
}
