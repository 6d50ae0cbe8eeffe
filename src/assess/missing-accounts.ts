import type { Dialect, Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { EvidenceKind } from "../sources/index.js";
import type { Control } from "./control.js";

/** An account of which no subject is known because its credential report is not there. */
export interface MissingAccount {
  readonly accountId: string;
  readonly status: string;
  readonly detail: string | null;
}

/** The evidence without which an account has no rows in a table. */
export function rowEvidence(table: string): EvidenceKind {
  return table === "policy_grants" ? "authorization_details" : "credential_report";
}

/** FROM and WHERE of the accounts that have no row in a control's table and not the evidence that rows come from. */
function missingSql(table: string): string {
  return (
    `FROM accounts a LEFT JOIN coverage c ON c.account_id = a.account_id AND c.kind = '${rowEvidence(table)}'` +
    ` WHERE coalesce(c.status, 'not_collected') <> 'ok'` +
    ` AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.account_id = a.account_id)`
  );
}

/** The accounts that one account-level `unknown` stands for, by the table they lack: silence must not look clean. */
export async function missingByTable(
  engine: Engine,
  tables: Iterable<string>,
): Promise<Map<string, MissingAccount[]>> {
  const missing = new Map([...new Set(tables)].map((table) => [table, [] as MissingAccount[]]));
  if (missing.size === 0) return missing;
  const parts = [...missing.keys()].map(
    (table) =>
      `SELECT ${stringLiteral(table)} AS lacking, a.account_id, coalesce(c.status, 'not_collected') AS status, c.detail ${missingSql(table)}`,
  );
  for (const row of await engine.all(`${parts.join(" UNION ALL ")} ORDER BY 1, 2`)) {
    missing.get(String(row.lacking))?.push({
      accountId: String(row.account_id),
      status: String(row.status),
      detail: row.detail === null || row.detail === undefined ? null : String(row.detail),
    });
  }
  return missing;
}

/** The same for one table. */
export async function missingAccounts(engine: Engine, table: string): Promise<MissingAccount[]> {
  return (await missingByTable(engine, [table])).get(table) ?? [];
}

/** SELECT of the account-level findings of a control, in the columns of the table findings but org_id. */
export function missingFindingsSql({ declaration }: Control, dialect: Dialect): string {
  const id = stringLiteral(declaration.id);
  const kind = rowEvidence(declaration.subject.table);
  const evidence = `'{"missing":"${kind}","status":' || ${dialect.json("coalesce(c.status, 'not_collected')")} || ',"detail":' || coalesce(${dialect.json("c.detail")}, 'null') || '}'`;
  return (
    `SELECT ${dialect.md5(`${id} || '|' || a.account_id || '|account'`)} AS finding_id, ${id} AS control_id,` +
    " a.account_id, 'arn:' || coalesce(a.partition, 'aws') || ':iam::' || a.account_id || ':root' AS subject_arn," +
    " 'account' AS subject_kind, CAST(NULL AS VARCHAR) AS credential, CAST(NULL AS VARCHAR) AS credential_id," +
    " CAST(NULL AS INTEGER) AS slot, 'unknown' AS status, CAST(NULL AS BIGINT) AS since," +
    ` CAST(NULL AS BIGINT) AS aged_from, CAST(NULL AS INTEGER) AS tier, ${evidence} AS evidence ${missingSql(declaration.subject.table)}`
  );
}
