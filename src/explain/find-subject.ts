import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { Subject } from "./subject.js";

/** A user or a root user of the snapshot. */
export interface FoundUser {
  readonly accountId: string;
  readonly arn: string;
  readonly kind: "iam_user" | "root_user";
}

/** Everybody whom a name can mean. A user whose name is `root` is meant by its ARN only. */
const EVERYBODY =
  "SELECT account_id, arn, user_name AS name, 'iam_user' AS kind FROM iam_users WHERE user_name <> 'root'" +
  " UNION ALL SELECT account_id, arn, 'root' AS name, 'root_user' AS kind FROM root_users";

/**
 * Users and root users of an opened snapshot that a subject can mean: `root` is the root user. Where no name fits exactly,
 * letters of any case do. `accounts`: only in these; empty: in all.
 */
export async function findSubjects(
  engine: Engine,
  subject: Subject,
  accounts: readonly string[],
): Promise<FoundUser[]> {
  if (subject.kind !== "name") return await found(engine, subjectSql(subject), accounts);
  const named = (name: string, wanted: string) =>
    `SELECT account_id, arn, kind FROM (${EVERYBODY}) e WHERE ${name} = ${stringLiteral(wanted)}`;
  const exact = await found(engine, named("name", subject.name), accounts);
  if (exact.length > 0) return exact;
  return await found(engine, named("lower(name)", subject.name.toLowerCase()), accounts);
}

/** What the people and programs of an opened snapshot are called. */
export async function subjectNames(engine: Engine, accounts: readonly string[]): Promise<string[]> {
  const rows = await engine.all(`SELECT DISTINCT name FROM (${EVERYBODY}) u${only(accounts)}`);
  return rows.map(({ name }) => String(name));
}

async function found(engine: Engine, sql: string, accounts: readonly string[]): Promise<FoundUser[]> {
  const rows = await engine.all(
    `SELECT DISTINCT account_id, arn, kind FROM (${sql}) u${only(accounts)} ORDER BY 1, 2`,
  );
  return rows.map((row) => ({
    accountId: String(row.account_id),
    arn: String(row.arn),
    kind: row.kind === "root_user" ? "root_user" : "iam_user",
  }));
}

function only(accounts: readonly string[]): string {
  return accounts.length === 0 ? "" : ` WHERE u.account_id IN (${accounts.map(stringLiteral).join(", ")})`;
}

function subjectSql(subject: Exclude<Subject, { readonly kind: "name" }>): string {
  const both = (where: string) =>
    `SELECT account_id, arn, 'iam_user' AS kind FROM iam_users WHERE ${where}` +
    ` UNION ALL SELECT account_id, arn, 'root_user' AS kind FROM root_users WHERE ${where}`;
  if (subject.kind === "arn") return both(`arn = ${stringLiteral(subject.arn)}`);
  return both(
    `arn IN (SELECT subject_arn FROM credentials WHERE id = ${stringLiteral(subject.id)} AND subject_arn IS NOT NULL)`,
  );
}
