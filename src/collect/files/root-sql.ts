import { rootUsers } from "../../entities/root-user.js";
import { columnList } from "../../lake/row-writer.js";
import { withDerivedColumns } from "../../model/derived-columns.js";
import { contradiction, settled } from "./settled.js";

const REPORT = "c.generated_at";
const SUMMARY = "y.collected_at";
const LISTED = "l.collected_at";

/** What each of the sources says, and when it said so. */
const says = (report: string, summary: string, listed: string) => [
  { source: "credential report", value: `(${report})`, time: REPORT },
  { source: "account summary", value: `(${summary})`, time: SUMMARY },
  { source: "root session", value: `(${listed})`, time: LISTED },
];
/** A key that is active is there, whatever its dates say. */
const exists = (slot: 1 | 2) =>
  `(coalesce(r.access_key_${slot}_active, FALSE) OR r.access_key_${slot}_last_rotated IS NOT NULL)`;
const one = (condition: string) => `CAST(${condition} AS INTEGER)`;
const REPORTED_KEYS = `CASE WHEN ${exists(1)} OR ${exists(2)} THEN TRUE WHEN r.keys_known THEN FALSE END`;

const PASSWORD = says("r.password_enabled", "s.password", "l.password");
/** A device in the list is there; that none is, the list does not tell, for it has virtual ones only. */
const MFA = [
  ...says("r.mfa_active", "s.mfa", "l.mfa"),
  {
    source: "list of virtual MFA devices",
    value: "(CASE WHEN m.arn IS NOT NULL THEN TRUE END)",
    // Where nobody says when it was made it is no older than what it lists, which may prove it newer and never older.
    time: "coalesce(v.collected_at, CASE WHEN m.enabled_at > c.generated_at THEN m.enabled_at END)",
  },
];
const KEYS = says(REPORTED_KEYS, "s.access_keys > 0", "l.access_keys > 0");
const CERTIFICATES = says(
  "CASE WHEN r.certificates_told THEN coalesce(r.cert_1_active, FALSE) OR coalesce(r.cert_2_active, FALSE) END",
  "s.certificates",
  "l.certificates",
);
/** Whether a certificate is there, active or not. */
const CERTIFIED = says(
  "CASE WHEN r.cert_1_active OR r.cert_2_active OR r.cert_1_last_rotated IS NOT NULL" +
    " OR r.cert_2_last_rotated IS NOT NULL THEN TRUE WHEN r.certificates_told THEN FALSE END",
  "s.certificates",
  "l.certificates",
);

const KEY_USE = ["access_key_1_last_used_date", "access_key_2_last_used_date"];
const latest = (columns: readonly string[]) =>
  `nullif(greatest(${columns.map((column) => `coalesce(r.${column}, 0)`).join(", ")}), 0)`;
/** Reports from before 2024 say `not_supported` for the root password: root had one then. */
const HAS_PASSWORD = says(
  "CASE WHEN r.password_told THEN coalesce(r.password_enabled, TRUE) END",
  "s.password",
  "l.password",
);

const ARN = "coalesce(r.arn, 'arn:' || a.partition || ':iam::' || k.account_id || ':root')";

const columns: Readonly<Record<string, string>> = {
  account_id: "k.account_id",
  arn: ARN,
  created_at: "r.user_creation_time",
  password_enabled: settled(PASSWORD),
  has_password: settled(HAS_PASSWORD),
  password_last_used_at: "r.password_last_used",
  password_last_changed_at: "r.password_last_changed",
  mfa_active: settled(MFA),
  mfa_contradiction: contradiction(MFA),
  has_keys: settled(KEYS),
  keys_contradiction: contradiction(KEYS),
  existing_keys: `coalesce(nullif(${one(exists(1))} + ${one(exists(2))}, 0), nullif(s.access_keys, 0), l.access_keys)`,
  reported_keys: REPORTED_KEYS,
  reported_active: `${one("r.access_key_1_active")} + ${one("r.access_key_2_active")}`,
  listed_active: "l.active_keys",
  certificates: settled(CERTIFICATES),
  signing_certificate: settled(CERTIFIED),
  certificate_contradiction: contradiction(CERTIFIED),
  key_last_used_at: latest(KEY_USE),
  last_used_at: latest(["password_last_used", ...KEY_USE]),
  use_known: "(r.use_known_0 AND r.use_known_1 AND r.use_known_2)",
  is_virtual: "m.arn IS NOT NULL",
  listed_mfa_kind: "l.mfa_kind",
  devices_listed: "coalesce(v.status = 'ok', FALSE)",
};

const covered = (kind: string, alias: string) =>
  ` LEFT JOIN coverage ${alias} ON ${alias}.account_id = k.account_id AND ${alias}.kind = '${kind}'`;

/** Every account whose report could be read has a root user, also where the report has no row of it; but in China. */
const ACCOUNTS =
  "SELECT account_id FROM report_rows WHERE is_root UNION SELECT account_id FROM account_summaries" +
  " UNION SELECT account_id FROM root_credentials UNION SELECT c.account_id FROM coverage c" +
  " JOIN accounts a ON a.account_id = c.account_id" +
  " WHERE c.kind = 'credential_report' AND c.status = 'ok' AND a.partition IS DISTINCT FROM 'aws-cn'";

const SOURCES =
  `SELECT ${Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(", ")} FROM (${ACCOUNTS}) k` +
  // Of a row that can be read and one that cannot, the account has the first.
  " LEFT JOIN (SELECT * FROM report_rows WHERE is_root QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY lost) = 1) r" +
  " ON r.account_id = k.account_id" +
  " LEFT JOIN account_summaries s ON s.account_id = k.account_id" +
  " LEFT JOIN root_credentials l ON l.account_id = k.account_id" +
  " LEFT JOIN accounts a ON a.account_id = k.account_id" +
  covered("credential_report", "c") +
  covered("account_summary", "y") +
  covered("virtual_mfa_devices", "v") +
  ` LEFT JOIN mfa_devices m ON m.arn = ${ARN}`;

const ROWS =
  "SELECT q.*," +
  " CASE WHEN q.is_virtual THEN 'virtual' WHEN q.mfa_active THEN coalesce(q.listed_mfa_kind," +
  " CASE WHEN q.devices_listed THEN 'hardware' END) END AS mfa_kind," +
  " CASE WHEN NOT q.has_keys THEN 0 WHEN q.has_keys THEN q.existing_keys END AS access_keys," +
  // A key that the report does not know yet may be active.
  " CASE WHEN NOT q.has_keys THEN 0 WHEN NOT q.reported_keys THEN q.listed_active" +
  " ELSE coalesce(q.reported_active, q.listed_active) END AS active_keys," +
  ` q.has_password OR q.has_keys OR q.certificates AS has_credentials FROM (${SOURCES}) q`;

/**
 * SELECT of the table root_users: the report's root row, what GetAccountSummary says, and what was listed in a root
 * session. Where they contradict each other the one counts that is known to be newer, else neither.
 */
export const ROOT_USERS_SQL = `SELECT ${columnList(rootUsers)} FROM (${withDerivedColumns(rootUsers, ROWS)}) root ORDER BY account_id`;
