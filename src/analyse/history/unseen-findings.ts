import type { Control } from "../../assess/control.js";
import { rowEvidence } from "../../assess/missing-accounts.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";

/**
 * A finding that is no longer there did not go away where nobody could see it. Fills `unseen_findings` (`snapshot`, `id`,
 * `control_id`, `account_id`) with what is unknown though no finding says so: keys of users whose key slots could not be
 * read in that snapshot, and subjects that are not there while the evidence that lists them is known to be incomplete.
 */
export async function makeUnseenFindings(engine: Engine, controls: readonly Control[]): Promise<number> {
  await engine.run(
    "CREATE OR REPLACE TABLE unseen_findings (snapshot INTEGER, id BIGINT, control_id VARCHAR, account_id VARCHAR)",
  );
  if ((await makeTable(engine, "unread_users", UNREAD_USERS)) > 0) {
    await engine.run(`INSERT INTO unseen_findings ${UNSEEN_KEYS}`);
  }
  if ((await makeTable(engine, "partial_h", partialSql(controls))) > 0) {
    await engine.run(`INSERT INTO unseen_findings ${UNSEEN_SUBJECTS}`);
  }
  return await countRows(engine, "unseen_findings");
}

async function makeTable(engine: Engine, name: string, sql: string): Promise<number> {
  await engine.run(`CREATE OR REPLACE TABLE ${name} AS ${sql}`);
  return await countRows(engine, name);
}

async function countRows(engine: Engine, table: string): Promise<number> {
  const [row] = await engine.all(`SELECT count(*) AS n FROM ${table}`);
  return Number(row?.n ?? 0);
}

/** Two scans, for each is answered by the statistics of the files where all slots were read. */
const UNREAD_USERS = [1, 2]
  .map((slot) => `SELECT snapshot, account_id, arn FROM iam_users_h WHERE access_key_${slot}_active IS NULL`)
  .join(" UNION ");

const UNSEEN_KEYS =
  "SELECT DISTINCT u.snapshot, f.id, f.control_id, f.account_id FROM linked_findings f JOIN unread_users u" +
  " ON u.account_id = f.account_id AND u.arn = f.subject_arn WHERE f.credential = 'access_key'";

/** Accounts that have subjects of a control although what lists them was not wholly read. */
function partialSql(controls: readonly Control[]): string {
  const kinds = controls.map(({ declaration: { id, subject } }) => {
    return `(${stringLiteral(id)}, ${stringLiteral(rowEvidence(subject.table))})`;
  });
  return (
    "SELECT c.snapshot, c.account_id, k.control_id FROM coverage_h c" +
    ` JOIN (VALUES ${kinds.join(", ")}) k(control_id, kind) ON k.kind = c.kind` +
    " LEFT JOIN findings_h m ON m.subject_kind = 'account' AND m.snapshot = c.snapshot" +
    " AND m.account_id = c.account_id AND m.control_id = k.control_id" +
    " WHERE c.status <> 'ok' AND m.account_id IS NULL"
  );
}

const PARTIAL = "(SELECT DISTINCT snapshot, account_id FROM partial_h) q";

/** Subjects of the accounts in question only, for those of all would have to be held in memory. */
const SUBJECTS = [
  ["iam_users_h", "arn"],
  ["root_users_h", "arn"],
  ["policies_h", "policy_id"],
]
  .map(
    ([table, key]) =>
      `SELECT s.snapshot, s.account_id, s.${key} AS arn FROM ${table} s JOIN ${PARTIAL}` +
      " ON q.snapshot = s.snapshot AND q.account_id = s.account_id",
  )
  .join(" UNION ALL ");

const UNSEEN_SUBJECTS =
  "SELECT DISTINCT p.snapshot, f.id, f.control_id, f.account_id FROM linked_findings f JOIN partial_h p" +
  ` ON p.account_id = f.account_id AND p.control_id = f.control_id LEFT JOIN (${SUBJECTS}) s` +
  " ON s.snapshot = p.snapshot AND s.account_id = f.account_id AND s.arn = f.subject_arn WHERE s.arn IS NULL";
