import { findingsSql } from "../assess/plan.js";
import { stringLiteral } from "../engine/sql.js";
import type { FoundUser } from "../explain/find-user.js";
import { readExceptions } from "../govern/read-exceptions.js";
import { STATUSES } from "../model/status.js";
import { parseAuditTime } from "../model/time.js";
import { findingRecord } from "../report/finding-record.js";
import type { OutputRecord } from "../report/records.js";
import type { Context } from "./command.js";
import { layOver } from "./lay-over.js";
import { namedExceptions } from "./named-exceptions.js";
import type { OpenedPlan } from "./with-snapshot.js";

interface Values {
  readonly exceptions: string | undefined;
  readonly config: string | undefined;
  readonly controls: readonly string[];
}

/** Every verdict on one user of an opened snapshot, with the exception that covers it where there are exceptions. */
export async function userVerdicts(
  opened: OpenedPlan,
  user: FoundUser,
  values: Values,
  context: Context,
): Promise<OutputRecord[]> {
  const { engine, plan, manifest } = opened;
  const asOf = parseAuditTime(manifest.as_of);
  const own =
    `(SELECT * FROM (${findingsSql(plan, { statuses: STATUSES, expanded: true }, engine)}) f` +
    ` WHERE f.account_id = ${stringLiteral(user.accountId)} AND f.subject_arn = ${stringLiteral(user.arn)})`;
  const exceptions = await readExceptions(await namedExceptions(values));
  if (exceptions !== undefined) await layOver(opened, own, exceptions.entries, values.controls, context);
  const sql =
    exceptions === undefined
      ? `SELECT * FROM ${own} f`
      : `SELECT f.*, x.exception, x.exception_owner, x.exception_ticket, x.exception_expires FROM ${own} f LEFT JOIN excepted x ON x.finding_id = f.finding_id`;
  return (await engine.all(sql)).map((row) => findingRecord(row, plan, asOf));
}
