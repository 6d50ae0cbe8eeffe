import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { stringLiteral } from "../../engine/sql.js";
import type { Problem } from "../../model/problem.js";
import { formatTime } from "../../model/time.js";
import { REPORT_COLUMNS } from "./report-columns.js";
import type { ReportFile } from "./report-file.js";

/** What one report says of one account. */
export interface Generation {
  readonly fileNo: number;
  readonly accountId: string;
  readonly partition: string;
  /** GeneratedTime, where the file tells it. */
  readonly generatedAt: number | undefined;
  /** The newest time in its rows: the report cannot be older. */
  readonly newestEvent: number | undefined;
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
  files: readonly ReportFile[],
  asOf: number,
): Promise<Generations> {
  const byAccount = new Map<string, Generation[]>();
  for (const one of await generations(engine, files)) {
    byAccount.set(one.accountId, [...(byAccount.get(one.accountId) ?? []), one]);
  }
  const used: Generation[] = [];
  const notes: string[] = [];
  const problems: Problem[] = [];
  for (const [accountId, all] of byAccount) {
    const { kept, dropped, late } = choose(all, asOf);
    used.push(...kept);
    if (dropped.length > 0) {
      notes.push(`Account ${accountId} is in ${all.length} reports; the newest one is used.`);
      await drop(engine, dropped);
    }
    for (const one of late) problems.push(latePoblem(files[one.fileNo], one, asOf));
    if (late.length > 0) await spoil(engine, late);
  }
  return { used, notes, problems };
}

async function generations(engine: DuckDBEngine, files: readonly ReportFile[]): Promise<Generation[]> {
  const events = [...REPORT_COLUMNS]
    .filter(([, { kind, mayBeFuture }]) => kind === "time" && mayBeFuture === undefined)
    .map(([name]) => `coalesce(max("${name}"), 0)`);
  const rows = await engine.all(
    `SELECT file_no, account_id, min(partition) AS partition, greatest(${events.join(", ")}) AS newest` +
      " FROM report_rows GROUP BY 1, 2 ORDER BY 1, 2",
  );
  return rows.map((row) => ({
    fileNo: Number(row.file_no),
    accountId: String(row.account_id),
    partition: String(row.partition),
    generatedAt: files[Number(row.file_no)]?.generatedAt,
    newestEvent: Number(row.newest) === 0 ? undefined : Number(row.newest),
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

async function drop(engine: DuckDBEngine, generations: readonly Generation[]): Promise<void> {
  for (const one of generations) await engine.run(`DELETE FROM report_rows WHERE ${rowsOf(one)}`);
}

async function spoil(engine: DuckDBEngine, generations: readonly Generation[]): Promise<void> {
  for (const one of generations) await engine.run(`UPDATE report_rows SET fault = TRUE WHERE ${rowsOf(one)}`);
}

function rowsOf({ fileNo, accountId }: Generation): string {
  return `file_no = ${fileNo} AND account_id = ${stringLiteral(accountId)}`;
}

function latePoblem(
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
