import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { identifier } from "../../engine/sql.js";
import { withRows } from "../../engine/with-rows.js";
import { commitSnapshot, type StagedTable, stagedSnapshot } from "../../lake/commit.js";
import type { Manifest } from "../../lake/manifest.js";
import type { Stage } from "../../lake/stage.js";
import type { Problem } from "../../model/problem.js";
import { formatTime } from "../../model/time.js";
import { Evidence } from "../../sources/evidence.js";
import { SOURCES } from "../../sources/index.js";
import type { Joining, Source } from "../../sources/source.js";
import { TableRows } from "../../sources/table-rows.js";
import { ENTITIES } from "../../sources/tables.js";
import { coverageRows, summarizeCoverage } from "./coverage-rows.js";
import { foldRows, loadAccounts } from "./load-tables.js";
import { NothingRead } from "./nothing-read.js";
import { type ReadContext, readSourceFile } from "./read-file.js";
import { recordReports } from "./record-reports.js";
import type { Generation } from "./report-generations.js";
import { readReports } from "./reports.js";
import type { SourceFile } from "./sources.js";
import { missingNotes, narrowedNotes, oldReports, regionNotes } from "./told-missing.js";
import { writeTables } from "./write-tables.js";

export interface CollectFilesOptions {
  readonly files: readonly SourceFile[];
  /** The audit time a person set; undefined: the newest GeneratedTime, else `now`. */
  readonly asOf: number | undefined;
  readonly now: () => number;
  /** Accounts of which a person says that they are in no organization. */
  readonly standalone: readonly string[] | "all";
  readonly onProgress?: (done: number, total: number) => void;
  /** The collecting was cut short: the snapshot is marked so. */
  readonly partial?: boolean;
  /** The tables stay in the stage, and the manifest names them there: a look ahead, not a snapshot. */
  readonly staged?: boolean;
}

export interface Collected {
  readonly manifest: Manifest;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

const STALE_DAYS = 7;
/** Coverage that says something: that an account is closed is an answer, too. */
const READ: readonly (string | null)[] = ["ok", "closed"];
const ALL: readonly Source[] = SOURCES;
/** What sources fill while files are read. */
const FILLED = ALL.flatMap(({ tables = [] }) => tables);

/** Reads files into the stage and commits the snapshot. */
export async function collectFiles(
  engine: DuckDBEngine,
  stage: Stage,
  options: CollectFilesOptions,
): Promise<Collected> {
  const { evidence, reports } = await readFiles(engine, options);
  const asOf = options.asOf ?? evidence.newest ?? options.now();
  const outcome = await readReports(engine, reports, {
    asOf,
    events: options.asOf === undefined || options.files.length > 1 || !reports.every(({ large }) => large),
    folder: stage.folder,
    sources: {
      details: false,
      devices: false,
      fresh: false,
      scpsMayApply: options.standalone === "all" ? false : null,
    },
  });
  for (const problem of [...oldReports(evidence), ...outcome.problems]) evidence.problems.push(problem);
  recordReports(evidence, outcome);
  for (const { settle } of ALL) settle?.(evidence);
  evidence.membership.declareStandalone(options.standalone);
  evidence.rows.close();
  const told = await withRows(
    engine,
    FILLED.map(({ name }) => name),
  );
  for (const table of FILLED.filter(({ name }) => told.has(name))) {
    evidence.problems.push(...(await foldRows(engine, table)));
  }
  const rows = coverageRows(evidence, generatedTimes(outcome.used));
  const accounts = evidence.membership.rows();
  await loadAccounts(engine, accounts, rows);
  const joining: Joining = {
    engine,
    evidence,
    asOf,
    reportAt: reportTimes(outcome.used),
    changeReports: (sql) => outcome.rows.change(sql),
  };
  const notes = [
    ...timeNotes(options, evidence, asOf, outcome.used),
    ...outcome.notes,
    ...missingNotes(evidence),
    ...narrowedNotes(evidence),
    ...regionNotes(evidence, rows),
  ];
  for (const { join } of ALL) notes.push(...((await join?.(joining)) ?? []));
  const tables = await writeTables(stage, joining, outcome.rows);
  const isRead = rows.some(({ status }) => READ.includes(status)) || tables.some(hasSubjects);
  if (options.staged !== true && !isRead) throw new NothingRead(evidence.problems, notes);
  // What comes after needs the memory.
  await outcome.rows.drop();
  await dropLoaded(engine, tables);
  const commit = options.staged === true ? stagedSnapshot : commitSnapshot;
  const coverage = summarizeCoverage(accounts.length, rows);
  const manifest = await commit(stage, asOf, tables, coverage, options.partial);
  return { manifest, problems: evidence.problems, notes };
}

/** What is judged is there, whatever else of its evidence is wrong. */
function hasSubjects({ name, rows }: StagedTable): boolean {
  return rows > 0 && ENTITIES.some((entity) => entity.name === name);
}

async function readFiles(engine: DuckDBEngine, options: CollectFilesOptions): Promise<ReadContext> {
  const evidence = new Evidence(await TableRows.open(engine, FILLED));
  const context: ReadContext = { evidence, reports: [], now: options.now() };
  options.files.forEach((file, index) => {
    readSourceFile(file, context);
    options.onProgress?.(index + 1, options.files.length);
  });
  return context;
}

/** The tables of the snapshot are its files from here on: what was loaded to make them would hide them. */
async function dropLoaded(engine: DuckDBEngine, tables: readonly StagedTable[]): Promise<void> {
  for (const { name } of [...tables, ...FILLED]) {
    await engine.run(`DROP TABLE IF EXISTS temp.${identifier(name)}`);
  }
}

function timeNotes(
  options: CollectFilesOptions,
  { newest: told }: Evidence,
  asOf: number,
  used: readonly Generation[],
): string[] {
  if (options.asOf !== undefined) return [];
  if (told !== undefined) return [`The audit time is ${formatTime(asOf)}, when the newest report was made.`];
  const events = used.flatMap(({ newestEvent }) => (newestEvent === undefined ? [] : [newestEvent]));
  const notes = [
    `No file says when its report was made: the audit time is now, ${formatTime(asOf)} (set --as-of).`,
  ];
  const newest = events.length > 0 ? maximum(events) : undefined;
  if (newest !== undefined && asOf - newest > STALE_DAYS * 86_400) {
    const days = Math.floor((asOf - newest) / 86_400);
    notes.push(
      `Warning: the newest event in the reports is ${days} days old (${formatTime(newest)}). If they are as old as that, ages are wrong: set --as-of.`,
    );
  }
  return notes;
}

function generatedTimes(used: readonly Generation[]): Map<string, number> {
  return new Map(
    used.flatMap(({ accountId, generatedAt }) =>
      generatedAt === undefined ? [] : [[accountId, generatedAt] as const],
    ),
  );
}

/** When the report of each account was made, or else the newest event in it: it cannot be older. */
function reportTimes(used: readonly Generation[]): Map<string, number> {
  return new Map(
    used.flatMap(({ accountId, generatedAt, newestEvent }) => {
      const at = generatedAt ?? newestEvent;
      return at === undefined ? [] : [[accountId, at] as const];
    }),
  );
}

function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
