import type { JudgePlan } from "../assess/plan.js";
import { findingsSql } from "../assess/plan.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { EXCEPTIONS_FILE, readExceptions } from "../govern/read-exceptions.js";
import { STATUSES, type Status } from "../model/status.js";
import { parseAuditTime } from "../model/time.js";
import { findingRecord } from "../report/finding-record.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { defineCommand, EXIT, type OptionValues } from "./command.js";
import { exceptionNotes } from "./exception-notes.js";
import { layOver, openFindingsOf } from "./lay-over.js";
import { namedExceptions } from "./named-exceptions.js";
import { namesOption } from "./names-option.js";
import {
  demoOptions,
  exceptionsOption,
  formatOption,
  judgeOptions,
  lakeOption,
  snapshotOption,
} from "./shared-options.js";
import { type OpenedPlan, withSnapshot } from "./with-snapshot.js";

/** What the table for people shows of a finding; the other formats print all of it. */
const TABLE_COLUMNS = ["status", "severity", "control_id", "account_id", "subject_arn", "reason"];
/** The same where there are exceptions: who accepted it stands before the long text. */
const EXCEPTION_COLUMNS = [...TABLE_COLUMNS.slice(0, -1), "excepted_by", "until", "reason"];

const options = {
  ...demoOptions,
  lake: lakeOption,
  snapshot: snapshotOption,
  ...judgeOptions,
  exceptions: exceptionsOption,
  status: {
    flags: "--status <list>",
    doc: `fail, unknown, pass, not_applicable, or all (default: fail,unknown)`,
    kind: "text",
    default: "fail,unknown",
  },
  account: { flags: "--account <id>", doc: "only this account; may be repeated", kind: "list" },
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
  format: formatOption,
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "findings",
  options,
  examples: [
    ["iamspect findings --control user-key-rotation --format csv", "for a spreadsheet"],
    ["iamspect findings --account 111122223333 --status all", "every verdict on an account"],
    ["iamspect findings --format ndjson | jq -r .subject_arn | sort -u", "the users in question"],
    ["iamspect findings --status fail --excepted no", "what fails and nobody has accepted"],
  ],
  run: async (_, values, context) => {
    const statuses = namesOption("--status", "status", values.status, STATUSES);
    const exceptions = await readExceptions(await namedExceptions(values));
    return await withSnapshot(values, context, async (opened) => {
      const { engine, manifest, plan } = opened;
      if (exceptions !== undefined) {
        const states = await layOver(
          opened,
          openFindingsOf(opened),
          exceptions.entries,
          values.controls,
          context,
        );
        for (const note of exceptionNotes(exceptions.file, states)) context.note(note);
      } else if (values.excepted === "yes") {
        context.note(`There is no ${EXCEPTIONS_FILE}, so nothing is excepted.`);
      }
      const asOf = parseAuditTime(manifest.as_of);
      const overlaid = exceptions !== undefined;
      const queries = findingsQueries(opened, statuses, overlaid, values);
      const format = values.format as FormatName;
      const columns = format !== "table" ? undefined : overlaid ? EXCEPTION_COLUMNS : TABLE_COLUMNS;
      for await (const piece of FORMATS[format](records(engine, queries, plan, asOf, columns))) {
        await context.write(piece);
      }
      return EXIT.done;
    });
  },
});

/** One query a control, in the order of the plan: sorting them one by one keeps what is sorted at once small. */
function findingsQueries(
  { engine, plan }: OpenedPlan,
  statuses: readonly Status[],
  overlaid: boolean,
  { account: accounts, excepted, expand: expanded }: Options,
): string[] {
  const where = [
    "TRUE",
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

async function* records(
  engine: DuckDBEngine,
  queries: readonly string[],
  plan: JudgePlan,
  asOf: number,
  columns: readonly string[] | undefined,
): AsyncGenerator<OutputRecord> {
  for await (const row of rows(engine, queries)) {
    const record = findingRecord(row, plan, asOf);
    yield columns === undefined ? record : tableRow(record, row, columns);
  }
}

function tableRow(record: OutputRecord, row: SqlRow, columns: readonly string[]): OutputRecord {
  const { exception: excepted_by = null, exception_expires: until = null } = row;
  const cells: OutputRecord = { ...record, excepted_by, until };
  return Object.fromEntries(columns.map((name) => [name, cells[name] ?? null]));
}

/** The rows of queries one by one, fetched as they are asked for. */
async function* rows(engine: DuckDBEngine, queries: readonly string[]): AsyncGenerator<SqlRow> {
  for (const sql of queries) for await (const batch of engine.batches(sql)) yield* batch;
}
