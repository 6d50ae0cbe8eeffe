import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { type ExceptionState, exceptionStates } from "./exception-states.js";
import type { Judged } from "./judged.js";
import { listSubjects, matchSubjects } from "./match-subjects.js";
import type { ExceptionEntry } from "./read-exceptions.js";
import { writeRules } from "./write-rules.js";

/**
 * Lays exceptions over the failing findings of an opened snapshot, and tells of each exception what it does. Afterwards
 * the table `excepted` has a row for every failing finding that a valid exception covers:
 *
 * - `finding_id`, and `control_id`, `account_id`, `subject_arn` of the finding
 * - `n` and `exception`: place and id of the exception that counts, of several the first in the file; and its
 *   `exception_owner`, `exception_ticket` and `exception_expires`
 *
 * A finding keeps its status: join the table by `finding_id` to show and count. An exception is never laid over `unknown`.
 * Throws a `UserError` where the exceptions match more than can be looked at.
 */
export async function layExceptions(
  engine: DuckDBEngine,
  entries: readonly ExceptionEntry[],
  judged: Judged,
): Promise<ExceptionState[]> {
  const { plan, asOf, onStep = () => undefined } = judged;
  const places = await listSubjects(engine, plan);
  const controlIds = plan.controls.map(({ declaration }) => declaration.id);
  const rules = await writeRules(engine, entries, places, controlIds, asOf);
  onStep("Matching exceptions with subjects");
  await matchSubjects(engine, rules.patterns);
  onStep("Laying exceptions over findings");
  await engine.run(coverSql(judged.findings, entries));
  await engine.run(EXCEPTED_SQL);
  return await exceptionStates(engine, entries, places, rules, judged);
}

/** Which findings each exception means, whether it is valid or not, and also those that are unknown. */
function coverSql(findings: string, entries: readonly ExceptionEntry[]): string {
  const columns = "r.n, r.valid, f.finding_id, f.control_id, f.account_id, f.subject_arn, f.status";
  const controls = "JOIN exception_controls c ON c.n = r.n AND c.control_id = f.control_id";
  const bySubject =
    `SELECT ${columns} FROM ${findings} f` +
    " JOIN exception_matches m ON m.arn = f.subject_arn AND m.account_id = f.account_id" +
    ` JOIN exception_rules r ON r.n = m.n ${controls}` +
    " WHERE f.status IN ('fail', 'unknown') AND (r.credential_id IS NULL OR r.credential_id = f.credential_id)";
  const byId =
    `SELECT ${columns} FROM ${findings} f JOIN exception_rules r ON r.finding_id = f.finding_id ${controls}` +
    " WHERE f.status IN ('fail', 'unknown')";
  const needsId = entries.some(({ exception }) => exception.subject.finding_id !== undefined);
  return `CREATE OR REPLACE TEMP TABLE exception_cover AS ${needsId ? `${bySubject} UNION ALL ${byId}` : bySubject}`;
}

const EXCEPTED_SQL =
  "CREATE OR REPLACE TABLE excepted AS SELECT w.finding_id, w.control_id, w.account_id, w.subject_arn, w.n," +
  " r.id AS exception, r.owner AS exception_owner, r.ticket AS exception_ticket, r.expires AS exception_expires" +
  " FROM (SELECT finding_id, control_id, account_id, subject_arn, min(n) AS n FROM exception_cover" +
  " WHERE status = 'fail' AND valid GROUP BY 1, 2, 3, 4) w JOIN exception_rules r ON r.n = w.n";
