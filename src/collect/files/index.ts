import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { identifier } from "../../engine/sql.js";
import { commitSnapshot, type StagedTable, stagedSnapshot } from "../../lake/commit.js";
import type { Manifest } from "../../lake/manifest.js";
import type { Stage } from "../../lake/stage.js";
import { formatTime } from "../../model/time.js";
import { coverageRows, summarizeCoverage } from "./coverage-rows.js";
import { Evidence } from "./evidence.js";
import { loadFreshUsers, newestFresh } from "./fresh-users.js";
import { placeAccounts } from "./place-accounts.js";
import type { Problem } from "./problem.js";
import { type ReadContext, readSourceFile } from "./read-file.js";
import type { Generation } from "./report-generations.js";
import type { ReportRows } from "./report-rows.js";
import { type ReportsOutcome, readReports } from "./reports.js";
import type { SourceFile } from "./sources.js";
import { DELETED_USERS_SQL } from "./users-sql.js";
import { detailsWriters, loadSideTables, writeTables } from "./write-tables.js";

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

/** Reads files into the stage and commits the snapshot. */
export async function collectFiles(
  engine: DuckDBEngine,
  stage: Stage,
  options: CollectFilesOptions,
): Promise<Collected> {
  const evidence = await readFiles(engine, options);
  const generated = evidence.reports.flatMap(({ generatedAt }) =>
    generatedAt === undefined ? [] : [generatedAt],
  );
  const readAgain = newestFresh(evidence);
  const newest = [...generated, ...(readAgain === undefined ? [] : [readAgain])];
  const asOf = options.asOf ?? (newest.length > 0 ? maximum(newest) : options.now());
  const outcome = await readReports(engine, evidence.reports, {
    asOf,
    events: options.asOf === undefined || readAgain !== undefined,
    folder: stage.folder,
    sources: {
      details: false,
      devices: false,
      fresh: false,
      scpsMayApply: options.standalone === "all" ? false : null,
    },
  });
  evidence.problems.push(...outcome.problems);
  recordReports(evidence, outcome);
  checkDetails(evidence);
  const trees = placeAccounts(evidence);
  evidence.membership.declareStandalone(options.standalone);
  const generatedAt = new Map(
    outcome.used.flatMap((one) =>
      one.generatedAt === undefined ? [] : [[one.accountId, one.generatedAt] as const],
    ),
  );
  const rows = coverageRows(evidence, generatedAt);
  await loadSideTables(engine, evidence, trees, rows);
  const deleted = evidence.details.size > 0 ? await forgetOldDetails(engine, outcome.rows) : [];
  const fresh = await loadFreshUsers(engine, evidence, reportTimes(outcome.used), asOf);
  const tables = await writeTables(engine, stage, evidence, outcome.rows, fresh);
  // What comes after needs the memory.
  await outcome.rows.drop();
  await dropLoaded(engine, tables);
  const commit = options.staged === true ? stagedSnapshot : commitSnapshot;
  const manifest = await commit(stage, asOf, tables, summarizeCoverage(rows), options.partial);
  const notes = [
    ...timeNotes(options, newest.length > 0, asOf, outcome.used),
    ...outcome.notes,
    ...(deleted.length === 0
      ? []
      : [
          `${deleted.length} users were deleted after their report was made and are left out: ${sample(deleted)}.`,
        ]),
  ];
  return { manifest, problems: evidence.problems, notes };
}

async function readFiles(engine: DuckDBEngine, options: CollectFilesOptions): Promise<Evidence> {
  const evidence = new Evidence();
  const writers = await detailsWriters(engine);
  const context: ReadContext = {
    evidence,
    details: (rows) => {
      for (const row of rows.users) writers.users.add(row);
      for (const row of rows.groups) writers.groups.add(row);
      for (const row of rows.roles) writers.roles.add(row);
      for (const row of rows.policies) writers.policies.add(row);
      for (const row of rows.attachments) writers.attachments.add(row);
    },
  };
  options.files.forEach((file, index) => {
    readSourceFile(file, context);
    options.onProgress?.(index + 1, options.files.length);
  });
  for (const writer of Object.values(writers)) writer.close();
  return evidence;
}

/** The tables of the snapshot are its files from here on: what was loaded to make them would hide them. */
async function dropLoaded(engine: DuckDBEngine, tables: readonly StagedTable[]): Promise<void> {
  for (const name of [...tables.map((table) => table.name), "user_details"]) {
    await engine.run(`DROP TABLE IF EXISTS temp.${identifier(name)}`);
  }
}

function recordReports(evidence: Evidence, { used, faultyFiles, emptyFiles }: ReportsOutcome): void {
  for (const { folderAccount: accountId } of emptyFiles) {
    if (accountId !== undefined && used.every((one) => one.accountId !== accountId)) {
      evidence.faulty(accountId, "credential_report", "the report has no row");
    }
  }
  for (const { accountId, partition, fileNo } of used) {
    evidence.membership.seen(accountId, partition);
    evidence.found(accountId, "credential_report");
    if (faultyFiles.has(fileNo)) {
      evidence.faulty(accountId, "credential_report", "some rows could not be read; their users are unknown");
    }
  }
}

function checkDetails(evidence: Evidence): void {
  for (const [accountId, { truncatedPages, lastPages }] of evidence.details) {
    if (truncatedPages > 0 && lastPages === 0) {
      evidence.faulty(accountId, "authorization_details", "the last page is missing");
      evidence.problems.push({
        source: `account ${accountId}`,
        what: "the last page of the authorization details is missing",
        fix: "Fetch all pages: `aws iam get-account-authorization-details` does so unless --no-paginate is given.",
      });
    }
  }
}

/** Makes details and reports fit: what is older than a user made anew says nothing of it. Gives the users that are gone. */
async function forgetOldDetails(engine: DuckDBEngine, rows: ReportRows): Promise<string[]> {
  await engine.run(
    "DELETE FROM user_details WHERE arn IN (SELECT d.arn FROM user_details d JOIN report_rows r ON r.arn = d.arn" +
      " WHERE d.created_at < r.user_creation_time)",
  );
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE user_details AS SELECT DISTINCT ON (arn) * FROM user_details ORDER BY arn, created_at DESC, user_id, tags",
  );
  await engine.run(`CREATE OR REPLACE TEMP TABLE deleted_users AS ${DELETED_USERS_SQL}`);
  const deleted = await engine.all("SELECT arn FROM deleted_users ORDER BY 1");
  if (deleted.length > 0) {
    await rows.change("DELETE FROM report_table WHERE arn IN (SELECT arn FROM deleted_users)");
  }
  return deleted.map(({ arn }) => String(arn));
}

function timeNotes(
  options: CollectFilesOptions,
  told: boolean,
  asOf: number,
  used: readonly Generation[],
): string[] {
  if (options.asOf !== undefined) return [];
  if (told) return [`The audit time is ${formatTime(asOf)}, when the newest report was made.`];
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

function sample(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
