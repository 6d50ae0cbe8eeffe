import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { serviceCredentials } from "../../entities/service-credential.js";
import { columnList } from "../../lake/row-writer.js";
import { MOMENT, TRUTH, WORDS, workTable } from "../table-rows.js";

/** SSH keys and service-specific credentials as they were listed, by the user's name. */
export const listedCredentials = workTable(
  "listed_credentials",
  {
    account_id: WORDS,
    credential_id: WORDS,
    user_name: WORDS,
    kind: WORDS,
    service: WORDS,
    active: TRUTH,
    created_at: MOMENT,
    expires_at: MOMENT,
  },
  2,
);

const CERTIFIED = [1, 2]
  .map((slot) => `cert_${slot}_active OR cert_${slot}_last_rotated IS NOT NULL`)
  .join(" OR ");

/**
 * SELECT of the table service_credentials: what was listed, and the certificates of the credential report. What there is
 * not is not looked for.
 *
 * @param details whether authorization details know users, too
 */
export async function credentialsSql(engine: DuckDBEngine, details: boolean): Promise<string> {
  const certified = await loadCertified(engine);
  const [{ n = 0 } = {}] = await engine.all("SELECT count(*) AS n FROM listed_credentials");
  const certificates = [1, 2].map(
    (slot) =>
      "SELECT account_id, user_arn, user_name, 'signing_certificate' AS kind," +
      " CAST(NULL AS VARCHAR) AS credential_id, CAST(NULL AS VARCHAR) AS service," +
      ` cert_${slot}_active AS active, cert_${slot}_last_rotated AS created_at, CAST(NULL AS BIGINT) AS expires_at` +
      ` FROM certified_users WHERE cert_${slot}_active OR cert_${slot}_last_rotated IS NOT NULL`,
  );
  // Without either, the empty list makes the empty table.
  const listed = Number(n) > 0 || !certified ? [listedSql(details)] : [];
  const parts = [...(certified ? certificates : []), ...listed];
  return `SELECT ${columnList(serviceCredentials)} FROM (${parts.join(" UNION ALL ")}) c ORDER BY ${serviceCredentials.key.join(", ")}`;
}

/**
 * Takes the users with certificates out of the report into the table certified_users: hardly anybody has one, and the
 * names of a million others are slow to read. Gives false, and makes no table, where there are none.
 */
async function loadCertified(engine: DuckDBEngine): Promise<boolean> {
  const [found] = await engine.all(`SELECT count(*) AS n FROM report_rows WHERE ${CERTIFIED}`);
  if (Number(found?.n) === 0) return false;
  await engine.run(
    'CREATE OR REPLACE TEMP TABLE certified_users AS SELECT account_id, arn AS user_arn, "user" AS user_name,' +
      " cert_1_active, cert_1_last_rotated, cert_2_active, cert_2_last_rotated" +
      ` FROM report_rows WHERE (${CERTIFIED}) AND NOT is_root`,
  );
  return true;
}

function listedSql(details: boolean): string {
  const wanted = (name: string) =>
    ` WHERE (account_id, ${name}) IN (SELECT account_id, user_name FROM listed_credentials)`;
  const arns = [
    `SELECT account_id, "user" AS name, arn FROM report_rows${wanted('"user"')} AND NOT is_root`,
    ...(details ? [`SELECT account_id, user_name AS name, arn FROM user_details${wanted("user_name")}`] : []),
  ];
  return (
    "SELECT l.account_id, u.arn AS user_arn, l.user_name, l.kind, l.credential_id, l.service, l.active," +
    " l.created_at, l.expires_at FROM listed_credentials l LEFT JOIN" +
    ` (SELECT account_id, name, min(arn) AS arn FROM (${arns.join(" UNION ALL ")}) a GROUP BY 1, 2) u` +
    " ON u.account_id = l.account_id AND u.name = l.user_name"
  );
}
