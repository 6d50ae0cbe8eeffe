import type { JudgePlan } from "../assess/plan.js";
import { allFindingsSql } from "../assess/plan.js";
import { openFindings } from "../assess/store.js";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import type { SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import { findSnapshot } from "../lake/list.js";
import { STATUSES, type Status } from "../model/status.js";
import { parseAuditTime } from "../model/time.js";
import { findingRecord } from "../report/finding-record.js";
import { FORMATS, type FormatName } from "../report/formats.js";
import type { OutputRecord } from "../report/records.js";
import { defineCommand, EXIT } from "./command.js";
import { openForJudging } from "./judge-run.js";
import { lakePlace } from "./lake-place.js";
import { namesOption } from "./names-option.js";
import { demoOptions, formatOption, judgeOptions, lakeOption, snapshotOption } from "./shared-options.js";

/** What the table for people shows of a finding; the other formats print all of it. */
const TABLE_COLUMNS = ["status", "severity", "control_id", "account_id", "subject_arn", "reason"];

export const command = defineCommand({
  name: "findings",
  options: {
    ...demoOptions,
    lake: lakeOption,
    snapshot: snapshotOption,
    ...judgeOptions,
    status: {
      flags: "--status <list>",
      doc: `fail, unknown, pass, not_applicable, or all (default: fail,unknown)`,
      kind: "text",
      default: "fail,unknown",
    },
    account: { flags: "--account <id>", doc: "only this account; may be repeated", kind: "list" },
    format: formatOption,
  },
  examples: [
    ["iamspect findings --control user-key-rotation --format csv", "for a spreadsheet"],
    ["iamspect findings --account 111122223333 --status all", "every verdict on an account"],
    ["iamspect findings --format ndjson | jq -r .subject_arn | sort -u", "the users in question"],
  ],
  run: async (_, values, context) => {
    const lake = lakePlace(values, context.env);
    const statuses = namesOption("--status", "status", values.status, STATUSES);
    const manifest = await findSnapshot(lake, values.snapshot);
    const engine = await openDuckDB();
    try {
      const plan = await openForJudging(engine, lake, manifest, values, context);
      const asOf = parseAuditTime(manifest.as_of);
      const queries = await findingsQueries(
        engine,
        lake,
        manifest.snapshot_id,
        plan,
        asOf,
        statuses,
        values.account,
      );
      const format = values.format as FormatName;
      const pieces = FORMATS[format](records(engine, queries, plan, asOf, format));
      for await (const piece of pieces) await context.write(piece);
      return EXIT.done;
    } finally {
      engine.close();
    }
  },
});

/**
 * One query a control, in the order of the plan. Stored findings where they answer, else all verdicts are judged
 * again. Neither come in an order: sorting them control by control keeps what is sorted at once small.
 */
async function findingsQueries(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  plan: JudgePlan,
  asOf: number,
  statuses: readonly Status[],
  accounts: readonly string[],
): Promise<string[]> {
  const stored = statuses.every((status) => status === "fail" || status === "unknown");
  const there = stored && (await openFindings(engine, lake, snapshotId, plan));
  const where = [
    `f.status IN (${statuses.map(stringLiteral).join(", ")})`,
    ...(accounts.length === 0 ? [] : [`f.account_id IN (${accounts.map(stringLiteral).join(", ")})`]),
  ];
  return plan.controls.map((control) => {
    const own = { ...plan, controls: [control] };
    const from = there ? "findings" : `(${allFindingsSql(own, asOf, statuses, engine)})`;
    const all = [`f.control_id = ${stringLiteral(control.declaration.id)}`, ...where];
    return `SELECT * FROM ${from} f WHERE ${all.join(" AND ")} ORDER BY ${ORDER}`;
  });
}

/** Users before accounts of which no user is known; passwords, then the first and the second keys of all users. */
const ORDER =
  "f.subject_kind = 'account', f.slot NULLS FIRST, f.credential, f.account_id, f.subject_arn, f.finding_id";

async function* records(
  engine: DuckDBEngine,
  queries: readonly string[],
  plan: JudgePlan,
  asOf: number,
  format: FormatName,
): AsyncGenerator<OutputRecord> {
  for await (const row of rows(engine, queries)) {
    const record = findingRecord(row, plan, asOf);
    yield format === "table"
      ? Object.fromEntries(TABLE_COLUMNS.map((name) => [name, record[name] ?? null]))
      : record;
  }
}

/** The rows of queries one by one, fetched as they are asked for. */
async function* rows(engine: DuckDBEngine, queries: readonly string[]): AsyncGenerator<SqlRow> {
  for (const sql of queries) for await (const batch of engine.batches(sql)) yield* batch;
}
