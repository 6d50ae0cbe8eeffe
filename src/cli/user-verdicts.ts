import { mappingsFrom } from "../assess/framework-mappings.js";
import { loadFrameworks } from "../assess/frameworks.js";
import { findingsSql } from "../assess/plan.js";
import { stringLiteral } from "../engine/sql.js";
import type { FoundUser } from "../explain/find-subject.js";
import type { ListedFinding } from "../model/results/findings.js";
import { STATUSES } from "../model/status.js";
import type { Context } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { layOver } from "./lay-over.js";
import { listedFindings } from "./listed-finding.js";
import { chosenExceptions, type ExceptionChoice } from "./named-exceptions.js";

/** What is known of a user's place, in the columns that `listedFindings` reads. */
export interface UserPlace {
  readonly account_name: string | null;
  readonly ou_path: string | null;
  readonly owner: string | null;
}

/** How the user was asked for. */
interface AskedUser extends ExceptionChoice {
  readonly controls: readonly string[];
  /** Options with which other commands find the same: a space, then the option, for each. */
  readonly again: string;
  readonly place: UserPlace;
}

/** Every verdict on one user of an opened snapshot, with the exception that covers it where there are exceptions. */
export async function userVerdicts(
  opened: OpenedPlan,
  user: FoundUser,
  values: AskedUser,
  context: Context,
): Promise<ListedFinding[]> {
  const { engine, plan } = opened;
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
  const mappings = mappingsFrom(await loadFrameworks());
  const listed = listedFindings({ ...opened, again: values.again, mappings });
  return (await engine.all(sql)).map((row) => listed({ ...row, ...values.place }));
}
