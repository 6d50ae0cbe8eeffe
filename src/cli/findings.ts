import { findingRecords } from "../assess/finding-record.js";
import { findingsSql } from "../assess/plan.js";
import { stringLiteral } from "../engine/sql.js";
import { EXCEPTIONS_FILE } from "../govern/read-exceptions.js";
import { STATUSES, type Status } from "../model/status.js";
import { defineCommand, EXIT, type OptionValues } from "./command.js";
import type { OpenedPlan } from "./judge-run.js";
import { layFile } from "./lay-over.js";
import { chosenExceptions } from "./named-exceptions.js";
import { namesOption } from "./names-option.js";
import { exceptionsOption, judgeOptions, snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";
import { markWithoutFix, WITHOUT_FIX } from "./without-fix.js";

const options = {
  ...snapshotOptions,
  ...judgeOptions,
  exceptions: exceptionsOption,
  status: {
    flags: "--status <list>",
    doc: `fail, unknown, pass, not_applicable, or all`,
    kind: "text",
    default: "fail,unknown",
  },
  account: { flags: "--account <id>", doc: "only this account; may be repeated", kind: "list" },
  withoutFix: {
    flags: "--without-fix",
    doc: "only what fails and is in no fix of fix-first, with a note that says why",
    kind: "flag",
  },
  expand: {
    flags: "--expand",
    doc: "a finding for each subject that is unknown because its whole account lacks evidence, not one for all",
    kind: "flag",
  },
  excepted: {
    flags: "--excepted <which>",
    doc: "yes: only what an exception covers; no: only what none covers",
    kind: "text",
    choices: ["yes", "no", "all"],
    default: "all",
  },
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "findings",
  options,
  results: ["findings"],
  examples: [
    ["iamspect findings --control user-key-rotation --format csv", "for a spreadsheet"],
    ["iamspect findings --account 111122223333 --status all", "every verdict on an account"],
    ["iamspect findings --format ndjson | jq -r .subject_arn | sort -u", "the users in question"],
    ["iamspect findings --status fail --excepted no", "what fails and nobody has accepted"],
  ],
  run: async (_, values, context) => {
    const statuses = namesOption("--status", "status", values.status, STATUSES);
    const exceptions = await chosenExceptions(values);
    return await withSnapshot(values, context, async (opened) => {
      if (exceptions !== undefined) await layFile(opened, exceptions, values.controls, context);
      else if (values.excepted === "yes") {
        context.note(`There is no ${EXCEPTIONS_FILE}, so nothing is excepted.`);
      }
      if (values.withoutFix) await markWithoutFix(opened, values.config, context);
      const with_exceptions = exceptions !== undefined;
      const queries = findingsQueries(opened, statuses, with_exceptions, values);
      await context.print("findings", { with_exceptions, batches: findingBatches(opened, queries) });
      return EXIT.done;
    });
  },
});

/** One query a control, in the order of the plan: sorting them one by one keeps what is sorted at once small. */
function findingsQueries(
  { engine, plan }: OpenedPlan,
  statuses: readonly Status[],
  overlaid: boolean,
  { account: accounts, excepted, expand: expanded, withoutFix }: Options,
): string[] {
  const where = [
    "TRUE",
    ...(withoutFix ? [WITHOUT_FIX] : []),
    ...(accounts.length === 0 ? [] : [`f.account_id IN (${accounts.map(stringLiteral).join(", ")})`]),
    ...(excepted === "all" ? [] : [`x.exception IS ${excepted === "yes" ? "NOT NULL" : "NULL"}`]),
  ].join(" AND ");
  const join = `LEFT JOIN ${overlaid ? "excepted" : NOTHING_EXCEPTED} x ON x.finding_id = f.finding_id`;
  return plan.controls.map((control) => {
    const from = findingsSql({ ...plan, controls: [control] }, { statuses, expanded }, engine);
    return `SELECT f.*, ${EXCEPTION_FIELDS} FROM (${from}) f ${join} WHERE ${where} ORDER BY ${ORDER}`;
  });
}

const EXCEPTION_FIELDS = "x.exception, x.exception_owner, x.exception_ticket, x.exception_expires";

/** The table `excepted` where there are no exceptions. */
const NOTHING_EXCEPTED = `(SELECT * FROM (VALUES ('', '', '', '', '')) x(finding_id, ${EXCEPTION_FIELDS.replaceAll("x.", "")}) WHERE FALSE)`;

/** Users before accounts whose users are not known; passwords, then the first and the second keys of all users. */
const ORDER =
  "f.subject_kind = 'account', f.slot NULLS FIRST, f.credential, f.account_id, f.subject_arn, f.finding_id";

/** The findings of queries, read as they are asked for. */
async function* findingBatches({ engine, plan, auditTime }: OpenedPlan, queries: readonly string[]) {
  const record = findingRecords(plan, auditTime);
  for (const sql of queries) for await (const rows of engine.batches(sql)) yield rows.map(record);
}
