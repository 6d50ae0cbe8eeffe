import type { Engine } from "../engine/engine.js";

/** How many subjects of an account are excepted from a control. */
export interface ExceptedSubjects {
  readonly controlId: string;
  readonly accountId: string;
  readonly subjects: number;
}

/**
 * Counts excepted subjects, after `layExceptions`: those that fail a control and of which every failing finding of that
 * control is covered. One key that nobody accepted is enough to count the user as failing.
 *
 * @param findings a table, or a SELECT in brackets
 */
export async function exceptedSubjects(engine: Engine, findings: string): Promise<ExceptedSubjects[]> {
  const subject = (alias: string) => `${alias}.control_id, ${alias}.account_id, ${alias}.subject_arn`;
  const same = (a: string, b: string) =>
    `${a}.control_id = ${b}.control_id AND ${a}.account_id = ${b}.account_id AND ${a}.subject_arn = ${b}.subject_arn`;
  const rows = await engine.all(
    "SELECT control_id, account_id, count(*) AS subjects FROM (" +
      `SELECT ${subject("x")} FROM (SELECT ${subject("e")}, count(*) AS covered FROM excepted e GROUP BY 1, 2, 3) x` +
      ` JOIN ${findings} f ON ${same("f", "x")} WHERE f.status = 'fail'` +
      " GROUP BY 1, 2, 3, x.covered HAVING count(*) = x.covered) s GROUP BY 1, 2 ORDER BY 1, 2",
  );
  return rows.map((row) => ({
    controlId: String(row.control_id),
    accountId: String(row.account_id),
    subjects: Number(row.subjects),
  }));
}
