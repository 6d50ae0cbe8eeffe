import type { Engine } from "../engine/engine.js";

export interface CoveredFinding {
  readonly findingId: string;
  readonly controlId: string;
  readonly subjectArn: string;
}

/** The first failing findings that an exception means, by its place in the file, after `layExceptions`. */
export async function coveredFindings(engine: Engine, n: number, limit: number): Promise<CoveredFinding[]> {
  const rows = await engine.all(
    "SELECT finding_id, control_id, subject_arn FROM exception_cover" +
      ` WHERE n = ${n} AND status = 'fail' ORDER BY control_id, account_id, subject_arn, finding_id LIMIT ${limit}`,
  );
  return rows.map((row) => ({
    findingId: String(row.finding_id),
    controlId: String(row.control_id),
    subjectArn: String(row.subject_arn),
  }));
}
