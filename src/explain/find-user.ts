import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { Subject } from "./subject.js";

/** A user of the snapshot. */
export interface FoundUser {
  readonly accountId: string;
  readonly arn: string;
}

/** Users of an opened snapshot that a subject can mean. */
export async function findUsers(
  engine: Engine,
  subject: Subject,
  account: string | undefined,
): Promise<FoundUser[]> {
  const rows = await engine.all(
    `SELECT DISTINCT account_id, arn FROM (${usersSql(subject)}) u` +
      `${account === undefined ? "" : ` WHERE account_id = ${stringLiteral(account)}`} ORDER BY 1, 2`,
  );
  return rows.map((row) => ({ accountId: String(row.account_id), arn: String(row.arn) }));
}

function usersSql(subject: Subject): string {
  const from = "SELECT account_id, arn FROM iam_users WHERE";
  if (subject.kind === "arn") return `${from} arn = ${stringLiteral(subject.arn)}`;
  if (subject.kind === "name") return `${from} user_name = ${stringLiteral(subject.name)}`;
  return `SELECT account_id, subject_arn AS arn FROM credentials WHERE id = ${stringLiteral(subject.id)} AND subject_arn IS NOT NULL`;
}
