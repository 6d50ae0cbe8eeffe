// Synthetic users with the columns of a credential report, made by DuckDB: deterministic, any number of them.

const AS_OF = 1_611_446_400;
export const AS_OF_TEXT = "2021-01-24T00:00:00Z";
export { AS_OF };

/** SELECT of `count` users as the derived-columns SQL reads them: raw columns, times in epoch seconds. */
export function rawUsersSql(count, first = 0) {
  const base = `SELECT i, ${AS_OF} - CAST(hash(i) % 200000000 AS BIGINT) AS created_at, hash(i * 7) % 100 < 45 AS pw, hash(i * 11) % 100 < 70 AS a1, hash(i * 13) % 100 < 10 AS a2, hash(i * 17) AS h FROM range(${first}, ${first + count}) r(i)`;
  const times = `SELECT *, created_at + CAST(h % greatest(1, ${AS_OF} - created_at) AS BIGINT) AS t1, created_at + CAST((h // 7) % greatest(1, ${AS_OF} - created_at) AS BIGINT) AS t2 FROM (${base})`;
  return (
    "SELECT lpad(CAST(100000000000 + i // 50 AS VARCHAR), 12, '0') AS account_id," +
    " 'arn:aws:iam::' || lpad(CAST(100000000000 + i // 50 AS VARCHAR), 12, '0') || ':user/user-' || lpad(CAST(i AS VARCHAR), 8, '0') AS arn," +
    " created_at, pw AS password_enabled, CASE WHEN pw AND h % 5 > 0 THEN t1 END AS password_last_used_at," +
    " CASE WHEN pw THEN created_at END AS password_last_changed_at, pw AND h % 3 > 0 AS mfa_active," +
    " a1 AS access_key_1_active, CASE WHEN a1 THEN CASE WHEN h % 9 = 0 THEN created_at ELSE t1 END END AS access_key_1_created_at," +
    " CASE WHEN a1 AND h % 4 > 0 THEN greatest(t1, t2) END AS access_key_1_last_used_at," +
    " a2 AS access_key_2_active, CASE WHEN a2 THEN t2 END AS access_key_2_created_at," +
    " CAST(NULL AS BIGINT) AS access_key_2_last_used_at," +
    " CASE WHEN i % 7 = 0 THEN FALSE WHEN i % 3 > 0 THEN TRUE END AS scps_may_apply," +
    " CAST(h % 4 AS INTEGER) AS attached_policies, CAST(h % 3 AS INTEGER) AS inline_policies, h % 1000 = 0 AS quarantined," +
    " TRUE AS password_use_known, TRUE AS access_key_1_use_known, TRUE AS access_key_2_use_known" +
    ` FROM (${times})`
  );
}

const TIERS = ["none", "read", "write", "conditional-escalation", "escalation", "admin-equivalent", "admin"];
const VERDICTS = ["enforced", "partial", "not_enforced", "unknown"];
const pick = (names, number) =>
  `CASE ${number} % ${names.length} ${names.map((name, index) => `WHEN ${index} THEN '${name}'`).join(" ")} END`;

/** SELECT of what the policy engine says of the users, as far as counting reads it, in both of its tables. */
export function rawVerdictsSql(count) {
  const users = `SELECT *, a1 OR a2 AS has_key, pw AND h % 3 > 0 AS device, hash(i * 19) AS v FROM (SELECT i, ${AS_OF} - CAST(hash(i) % 200000000 AS BIGINT) AS created_at, hash(i * 7) % 100 < 45 AS pw, hash(i * 11) % 100 < 70 AS a1, hash(i * 13) % 100 < 10 AS a2, hash(i * 17) AS h FROM range(${count}) r(i))`;
  return (
    "SELECT lpad(CAST(100000000000 + i // 50 AS VARCHAR), 12, '0') AS account_id," +
    " 'arn:aws:iam::' || lpad(CAST(100000000000 + i // 50 AS VARCHAR), 12, '0') || ':user/user-' || lpad(CAST(i AS VARCHAR), 8, '0') AS arn," +
    " created_at, created_at AS password_last_changed_at, pw AS password_enabled, has_key, TRUE AS policies_known," +
    " CASE WHEN device THEN 'virtual' END AS mfa_kind," +
    " v % 9 > 0 AS scps_known, FALSE AS too_complex, device AS device_registered," +
    ` CASE WHEN NOT pw THEN 'not_applicable' WHEN device THEN 'enforced' ELSE ${pick(VERDICTS, "v")} END AS console_verdict,` +
    ` CASE WHEN NOT pw THEN 'not_applicable' ELSE ${pick(VERDICTS, "v")} END AS console_without_device,` +
    ` v % 5 > 0 AS console_robust, CASE WHEN has_key THEN ${pick(VERDICTS, "(v // 7)")} ELSE 'not_applicable' END AS key_verdict,` +
    " v % 5 > 1 AS key_robust, NOT device AND v % 4 = 0 AS claimable," +
    ["no_mfa", "console", "key", "mfa"]
      .map((name, index) => ` ${pick(TIERS, `(v // ${11 + index})`)} AS tier_${name}`)
      .join(",") +
    ` FROM (${users})`
  );
}

const iso = (column) => `strftime(make_timestamp(${column} * 1000000), '%Y-%m-%dT%H:%M:%S+00:00')`;
const orNone = (column, none = "N/A") => `coalesce(${iso(column)}, '${none}')`;

/** SELECT of `count` users as rows of credential reports, 50 in an account, and behind them the rows of root users. */
export function reportSql(count) {
  const users =
    "SELECT split_part(arn, '/', 2) AS \"user\", arn, " +
    `${iso("created_at")} AS user_creation_time, lower(CAST(password_enabled AS VARCHAR)) AS password_enabled,` +
    ` CASE WHEN password_enabled THEN ${orNone("password_last_used_at", "no_information")} ELSE 'N/A' END AS password_last_used,` +
    ` ${orNone("password_last_changed_at")} AS password_last_changed, 'N/A' AS password_next_rotation, lower(CAST(mfa_active AS VARCHAR)) AS mfa_active,` +
    ["1", "2"]
      .map(
        (slot) =>
          ` lower(CAST(access_key_${slot}_active AS VARCHAR)) AS access_key_${slot}_active, ${orNone(`access_key_${slot}_created_at`)} AS access_key_${slot}_last_rotated,` +
          ` ${orNone(`access_key_${slot}_last_used_at`)} AS access_key_${slot}_last_used_date,` +
          ` CASE WHEN access_key_${slot}_last_used_at IS NULL THEN 'N/A' ELSE 'us-east-1' END AS access_key_${slot}_last_used_region,` +
          ` CASE WHEN access_key_${slot}_last_used_at IS NULL THEN 'N/A' ELSE 's3' END AS access_key_${slot}_last_used_service,`,
      )
      .join("") +
    " 'false' AS cert_1_active, 'N/A' AS cert_1_last_rotated, 'false' AS cert_2_active, 'N/A' AS cert_2_last_rotated" +
    ` FROM (${rawUsersSql(count)})`;
  const first = `SELECT * FROM (${users}) WHERE CAST(right("user", 8) AS BIGINT) % 50 = 0`;
  const root = `SELECT * REPLACE ('<root_account>' AS "user", split_part(arn, 'user/', 1) || 'root' AS arn) FROM (${first})`;
  return `${users} UNION ALL ${root}`;
}
