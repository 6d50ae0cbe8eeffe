import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import type { Problem } from "../../model/problem.js";
import { formatTime } from "../../model/time.js";
import { REPORT_COLUMNS } from "../../sources/credential-report/reported.js";
import type { ReportFile } from "./report-file.js";
import type { ReportRows } from "./report-rows.js";
import type { LoadOptions } from "./report-table.js";

/** What one report says of one account. */
export interface Generation {
  readonly fileNo: number;
  readonly accountId: string;
  readonly partition: string;
  /** GeneratedTime, where the file tells it. */
  readonly generatedAt: number | undefined;
  /** The newest time in its rows, where that matters: the report cannot be older. */
  readonly newestEvent: number | undefined;
  /** Whether it has a row of root, and rows of users. */
  readonly hasRoot: boolean;
  readonly hasUsers: boolean;
}

export interface Generations {
  readonly used: readonly Generation[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Chooses, for accounts with several reports, the newest that is not later than the audit time, and drops the
 * rows of the others. A report later than the audit time is no evidence for it: alone, its users are unknown.
 */
export async function chooseGenerations(
  engine: DuckDBEngine,
  rows: ReportRows,
  files: readonly ReportFile[],
  { asOf, events }: Pick<LoadOptions, "asOf" | "events">,
): Promise<Generations> {
  const first = await generations(engine, files, events);
  const once = new Set(first.map(({ accountId }) => accountId)).size === first.length;
  const byAccount = new Map<string, Generation[]>();
  for (const one of once || events ? first : await generations(engine, files, true)) {
    byAccount.set(one.accountId, [...(byAccount.get(one.accountId) ?? []), one]);
  }
  const used: Generation[] = [];
  const dropped: Generation[] = [];
  const late: Generation[] = [];
  const notes: string[] = [];
  for (const [accountId, all] of byAccount) {
    const choice = choose(all, asOf);
    used.push(...choice.kept);
    dropped.push(...choice.dropped);
    late.push(...choice.late);
    if (choice.dropped.length === 0) continue;
    notes.push(`Account ${accountId} is in ${all.length} reports; the newest one is used.`);
  }
  if (dropped.length > 0) await rows.change(`DELETE FROM report_table WHERE ${rowsOf(dropped)}`);
  if (late.length > 0) await rows.change(`UPDATE report_table SET fault = TRUE WHERE ${rowsOf(late)}`);
  return { used, notes, problems: late.map((one) => lateProblem(files[one.fileNo], one, asOf)) };
}

/** What each report says of each account; `events`: also the newest time in it, for which all must be read. */
async function generations(
  engine: DuckDBEngine,
  files: readonly ReportFile[],
  events: boolean,
): Promise<Generation[]> {
  const times = [...REPORT_COLUMNS]
    .filter(([, { kind, mayBeFuture }]) => events && kind === "time" && mayBeFuture === undefined)
    .map(([name]) => `, coalesce(max("${name}"), 0)`);
  const rows = await engine.all(
    `SELECT file_no, account_id, min(partition) AS partition, bool_or(is_root) AS root,` +
      ` NOT bool_and(is_root) AS users, greatest(0${times.join("")}) AS newest` +
      " FROM report_rows GROUP BY 1, 2 ORDER BY 1, 2",
  );
  return rows.map((row) => ({
    fileNo: Number(row.file_no),
    accountId: String(row.account_id),
    partition: String(row.partition),
    generatedAt: files[Number(row.file_no)]?.generatedAt,
    newestEvent: Number(row.newest) === 0 ? undefined : Number(row.newest),
    hasRoot: row.root === true,
    hasUsers: row.users === true,
  }));
}

function choose(all: readonly Generation[], asOf: number) {
  const late = all.filter(({ generatedAt }) => generatedAt !== undefined && generatedAt > asOf);
  const inTime = all.filter((one) => !late.includes(one));
  if (inTime.length === 0) return { kept: late, dropped: [], late };
  const age = ({ generatedAt, newestEvent }: Generation) => generatedAt ?? newestEvent ?? 0;
  const newest = Math.max(...inTime.map(age));
  const kept = inTime.filter((one) => age(one) === newest);
  return { kept, dropped: all.filter((one) => !kept.includes(one)), late: [] };
}

function rowsOf(generations: readonly Generation[]): string {
  const places = generations.map(({ fileNo, accountId }) => `(${fileNo}, ${stringLiteral(accountId)})`);
  return `(file_no, account_id) IN (${places.join(", ")})`;
}

function lateProblem(
  file: ReportFile | undefined,
  { accountId, generatedAt }: Generation,
  asOf: number,
): Problem {
  return {
    source: file?.name ?? accountId,
    what: `the report of account ${accountId} was made at ${formatTime(generatedAt ?? 0)}, later than the audit time ${formatTime(asOf)}`,
    fix: "Its users count as unknown. Leave out --as-of, or name an older report.",
  };
}
