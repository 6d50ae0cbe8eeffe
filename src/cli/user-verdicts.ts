import { findingRecords } from "../assess/finding-record.js";
import { findingsSql } from "../assess/plan.js";
import { stringLiteral } from "../engine/sql.js";
import type { FoundUser } from "../explain/find-user.js";
import type { FindingRecord } from "../model/results/findings.js";
import { STATUSES } from "../model/status.js";
import type { Context } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { layOver } from "./lay-over.js";
import { chosenExceptions, type ExceptionChoice } from "./named-exceptions.js";

/** Every verdict on one user of an opened snapshot, with the exception that covers it where there are exceptions. */
export async function userVerdicts(
  opened: OpenedPlan,
  user: FoundUser,
  values: ExceptionChoice & { readonly controls: readonly string[] },
  context: Context,
): Promise<FindingRecord[]> {
  const { engine, plan, auditTime } = opened;
  const findings =
    `(SELECT * FROM (${findingsSql(plan, { statuses: STATUSES, expanded: true }, engine)}) f` +
    ` WHERE f.account_id = ${stringLiteral(user.accountId)} AND f.subject_arn = ${stringLiteral(user.arn)})`;
  const exceptions = await chosenExceptions(values);
  if (exceptions !== undefined) {
    await layOver(opened, { findings, entries: exceptions.entries, folders: values.controls }, context);
  }
  const sql =
    exceptions === undefined
      ? `SELECT * FROM ${findings} f`
      : `SELECT f.*, x.exception, x.exception_owner, x.exception_ticket, x.exception_expires FROM ${findings} f LEFT JOIN excepted x ON x.finding_id = f.finding_id`;
  return (await engine.all(sql)).map(findingRecords(plan, auditTime));
}
