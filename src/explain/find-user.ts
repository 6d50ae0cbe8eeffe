import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { Subject } from "./subject.js";

/** A user of the snapshot. */
export interface FoundUser {
  readonly accountId: string;
  readonly arn: string;
}

/** Users of an opened snapshot that a subject can mean; `tables` are those the snapshot has. */
export async function findUsers(
  engine: Engine,
  subject: Subject,
  account: string | undefined,
  tables: ReadonlySet<string>,
): Promise<FoundUser[]> {
  const rows = await engine.all(
    `SELECT DISTINCT account_id, arn FROM (${usersSql(subject, tables)}) u` +
      `${account === undefined ? "" : ` WHERE account_id = ${stringLiteral(account)}`} ORDER BY 1, 2`,
  );
  return rows.map((row) => ({ accountId: String(row.account_id), arn: String(row.arn) }));
}

function usersSql(subject: Subject, tables: ReadonlySet<string>): string {
  const from = "SELECT account_id, arn FROM iam_users WHERE";
  if (subject.kind === "arn") return `${from} arn = ${stringLiteral(subject.arn)}`;
  if (subject.kind === "name") return `${from} user_name = ${stringLiteral(subject.name)}`;
  const id = stringLiteral(subject.id);
  const keys = `${from} access_key_1_id = ${id} OR access_key_2_id = ${id}`;
  if (!tables.has("service_credentials")) return keys;
  const others = "SELECT account_id, user_arn AS arn FROM service_credentials WHERE user_arn IS NOT NULL";
  return `${keys} UNION ALL ${others} AND credential_id = ${id}`;
}
