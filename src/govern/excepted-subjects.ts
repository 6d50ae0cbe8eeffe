import { groupSql } from "../assess/grouping.js";
import type { Engine } from "../engine/engine.js";

/** How many subjects of an account, created in one year, are excepted from a control. */
export interface ExceptedSubjects {
  readonly controlId: string;
  readonly accountId: string;
  /** As `audit --by year` calls it. */
  readonly year: string;
  readonly subjects: number;
  /** Of them: those that fail only as long as evidence that could excuse them is missing. */
  readonly assumed: number;
}

/**
 * Counts excepted subjects, after `layExceptions`: those that fail a control and of which every failing finding of that
 * control is covered. One key that nobody accepted is enough to count the user as failing.
 *
 * @param findings a table, or a SELECT in brackets
 */
export async function exceptedSubjects(engine: Engine, findings: string): Promise<ExceptedSubjects[]> {
  const covered =
    "SELECT e.control_id, e.account_id, e.subject_arn, count(*) AS covered FROM excepted e GROUP BY 1, 2, 3";
  const whole =
    `SELECT x.control_id, x.account_id, x.subject_arn, bool_or(f.assumed) AS assumed FROM (${covered}) x JOIN ${findings} f` +
    " ON f.control_id = x.control_id AND f.account_id = x.account_id AND f.subject_arn = x.subject_arn" +
    " WHERE f.status = 'fail' GROUP BY 1, 2, 3, x.covered HAVING count(*) = x.covered";
  const rows = await engine.all(
    `SELECT s.control_id, s.account_id, ${groupSql("year", "u")} AS created, count(*) AS subjects, count(*) FILTER (WHERE s.assumed) AS assumed FROM (${whole}) s` +
      " LEFT JOIN iam_users u ON u.account_id = s.account_id AND u.arn = s.subject_arn GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
  );
  return rows.map((row) => ({
    controlId: String(row.control_id),
    accountId: String(row.account_id),
    year: String(row.created),
    subjects: Number(row.subjects),
    assumed: Number(row.assumed),
  }));
}
