import { iamUsers } from "../../entities/iam-user.js";
import { columnList } from "../../lake/row-writer.js";
import { withDerivedColumns } from "../../model/derived-columns.js";
import { reportedColumns } from "../../sources/credential-report/reported.js";

/** What besides the reports is there; joins that would find nothing are left out. */
export interface UserSources {
  readonly details: boolean;
  readonly devices: boolean;
  /** Users that were read by themselves, in the table fresh_users. */
  readonly fresh: boolean;
  /** `scps_may_apply` of all accounts; undefined where they differ. */
  readonly scpsMayApply: boolean | null | undefined;
}

/** How the file of the table is encoded: columns of which each value is another one are not tried long for a dictionary. */
export const USERS_LAYOUT = ["DICTIONARY_SIZE_LIMIT 4000", "PARQUET_VERSION v2"];

/**
 * SELECT of the table iam_users: rows of reports joined with the authorization details by ARN. A user that
 * only the details list is there without evidence: unknown. Those that were deleted since were removed before.
 * Sorted by account and ARN, before the derived columns and those that are the same for all are there to be carried along.
 */
export function usersSql(sources: UserSources, rows = "report_rows"): string {
  const sorted = sortedSql(sources, rows);
  return `SELECT ${columnList(iamUsers)} FROM (${withDerivedColumns(iamUsers, sorted)}) u`;
}

/** The path in an ARN. Of most users it is /: nothing but the name stands behind `arn:aws:iam::<12 digits>:user/`. */
const PATH =
  'CASE WHEN NOT r.fault AND strlen(r.arn) = 31 + strlen(r."user") AND ends_with(r.arn, r."user")' +
  " AND starts_with(r.arn, 'arn:aws:') AND NOT contains(r.\"user\", '/') THEN '/'" +
  " ELSE nullif(regexp_extract(r.arn, ':user(/.*/|/)[^/]+$', 1), '') END";

function sortedSql(sources: UserSources, rows: string): string {
  const { details, devices, fresh, scpsMayApply } = sources;
  const d = (column: string) => (details ? `d.${column}` : "NULL");
  const either = (column: string, report: string) => (details ? `coalesce(d.${column}, ${report})` : report);
  const columns: Record<string, string> = {
    account_id: either("account_id", "r.account_id"),
    arn: either("arn", "r.arn"),
    user_name: either("user_name", 'r."user"'),
    user_id: `CAST(${d("user_id")} AS VARCHAR)`,
    path: either("path", PATH),
    created_at: either("created_at", "r.user_creation_time"),
    ...newest(fresh, "has_password", reportedColumns("password")),
    ...newest(fresh, "has_mfa", mfaColumns(devices)),
    ...slotColumns(1, fresh),
    ...slotColumns(2, fresh),
    fresh_at: fresh ? "f.fresh_at" : "CAST(NULL AS BIGINT)",
    groups: `CAST(${d("groups")} AS VARCHAR[])`,
    tags: `CAST(${d("tags")} AS VARCHAR)`,
    boundary_arn: `CAST(${d("boundary_arn")} AS VARCHAR)`,
    ...ownPolicies(details),
    in_report: "(r.arn IS NOT NULL AND NOT r.fault)",
    in_account: details ? "CASE WHEN d.arn IS NOT NULL THEN TRUE END" : "CAST(NULL AS BOOLEAN)",
    scps_may_apply: scpsMayApply === undefined ? "a.scps_may_apply" : `CAST(${scpsMayApply} AS BOOLEAN)`,
  };
  const all = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  const isFixed = (column: string) => /^CAST\((NULL|null|true|false) AS /.test(column);
  const sorted = `SELECT ${all.filter((one) => !isFixed(one)).join(", ")} FROM ${fromSql(sources, rows)} ORDER BY account_id, arn`;
  return `SELECT ${["*", ...all.filter(isFixed)].join(", ")} FROM (${sorted}) s`;
}

function fromSql({ details, devices, fresh, scpsMayApply }: UserSources, rows: string): string {
  const arn = details ? "coalesce(d.arn, r.arn)" : "r.arn";
  const account = details ? "coalesce(d.account_id, r.account_id)" : "r.account_id";
  const joins = [
    ...(details
      ? [
          "FULL OUTER JOIN user_details d ON d.arn = r.arn",
          `LEFT JOIN (${OWN_POLICIES}) o ON o.principal_arn = d.arn`,
        ]
      : []),
    ...(scpsMayApply === undefined ? [`LEFT JOIN accounts a ON a.account_id = ${account}`] : []),
    ...(fresh ? [`LEFT JOIN fresh_users f ON f.arn = ${arn}`] : []),
    ...(devices
      ? [
          `LEFT JOIN mfa_devices m ON m.arn = ${arn}`,
          `LEFT JOIN coverage c ON c.account_id = ${account} AND c.kind = 'credential_report'`,
          `LEFT JOIN coverage l ON l.account_id = ${account} AND l.kind = 'virtual_mfa_devices'`,
        ]
      : []),
  ];
  return [`(SELECT * FROM ${rows} WHERE NOT is_root) r`, ...joins].join(" ");
}

/**
 * Policies that users hold themselves. AWS attaches the quarantine to users whose key it has seen in public: it takes
 * rights away and is nobody's way of granting them.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
const OWN_POLICIES =
  "SELECT principal_arn, count(*) FILTER (WHERE kind = 'attached' AND NOT quarantine) AS attached," +
  " count(*) FILTER (WHERE kind = 'inline') AS inline, bool_or(quarantine) AS quarantined FROM (SELECT *," +
  " policy_id LIKE 'arn:%:iam::aws:policy/AWSCompromisedKeyQuarantine%' AS quarantine FROM policy_attachments" +
  " WHERE principal_kind = 'user') a GROUP BY 1";

function ownPolicies(details: boolean): Record<string, string> {
  if (!details) {
    return {
      attached_policies: "CAST(NULL AS INTEGER)",
      inline_policies: "CAST(NULL AS INTEGER)",
      quarantined: "CAST(NULL AS BOOLEAN)",
    };
  }
  const known = (sql: string) => `CASE WHEN d.arn IS NOT NULL THEN ${sql} END`;
  return {
    attached_policies: known("CAST(coalesce(o.attached, 0) AS INTEGER)"),
    inline_policies: known("CAST(coalesce(o.inline, 0) AS INTEGER)"),
    quarantined: known("coalesce(o.quarantined, FALSE)"),
  };
}

/** Columns that a user who was read again takes from that reading, and all others from the report. */
function newest(
  fresh: boolean,
  flag: string,
  columns: Readonly<Record<string, string>>,
): Record<string, string> {
  if (!fresh) return { ...columns };
  return Object.fromEntries(
    Object.entries(columns).map(([name, sql]) => [
      name,
      `CASE WHEN f.${flag} THEN f.${name} ELSE ${sql} END`,
    ]),
  );
}

/**
 * A virtual device that was enabled after the cached report was made counts at once. A device that the list
 * has and an older report denies without such an explanation leaves the answer open.
 */
function mfaColumns(devices: boolean): Record<string, string> {
  if (!devices) return { mfa_active: "r.mfa_active", mfa_kind: "CAST(NULL AS VARCHAR)" };
  return {
    mfa_active:
      "CASE WHEN r.mfa_active OR m.arn IS NULL THEN r.mfa_active WHEN m.enabled_at > c.generated_at THEN TRUE END",
    mfa_kind:
      "CASE WHEN m.arn IS NOT NULL THEN 'virtual' WHEN r.mfa_active AND l.status = 'ok' THEN 'hardware' END",
  };
}

function slotColumns(slot: 1 | 2, fresh: boolean): Record<string, string> {
  const key = `access_key_${slot}` as const;
  return {
    ...newest(fresh, "has_keys", reportedColumns(key)),
    [`${key}_id`]: fresh ? `f.${key}_id` : "CAST(NULL AS VARCHAR)",
    ...reportedColumns(`certificate_${slot}`),
  };
}
