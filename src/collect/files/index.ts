import type { DuckDBEngine } from "../../engine/duckdb/open.js";
import { commitSnapshot } from "../../lake/commit.js";
import type { Manifest } from "../../lake/manifest.js";
import type { Stage } from "../../lake/stage.js";
import { formatTime } from "../../model/time.js";
import { coverageRows, summarizeCoverage } from "./coverage-rows.js";
import { Evidence } from "./evidence.js";
import type { Problem } from "./problem.js";
import { type ReadContext, readSourceFile } from "./read-file.js";
import type { Generation } from "./report-generations.js";
import { readReports } from "./reports.js";
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
  const asOf = options.asOf ?? (generated.length > 0 ? maximum(generated) : options.now());
  const outcome = await readReports(engine, evidence.reports, asOf, stage.folder);
  evidence.problems.push(...outcome.problems);
  recordReports(evidence, outcome.used, outcome.faultyFiles);
  checkDetails(evidence);
  evidence.membership.declareStandalone(options.standalone);
  const generatedAt = new Map(
    outcome.used.flatMap((one) =>
      one.generatedAt === undefined ? [] : [[one.accountId, one.generatedAt] as const],
    ),
  );
  const rows = coverageRows(evidence, generatedAt);
  await loadSideTables(engine, evidence, rows);
  const deleted = evidence.details.size > 0 ? await forgetOldDetails(engine) : [];
  const tables = await writeTables(engine, stage, evidence);
  const manifest = await commitSnapshot(stage, asOf, tables, summarizeCoverage(rows));
  const notes = [
    ...timeNotes(options, generated, asOf, outcome.used),
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

function recordReports(evidence: Evidence, used: readonly Generation[], faulty: ReadonlySet<number>): void {
  for (const { accountId, partition, fileNo } of used) {
    evidence.membership.seen(accountId, partition);
    evidence.found(accountId, "credential_report");
    if (faulty.has(fileNo)) {
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
async function forgetOldDetails(engine: DuckDBEngine): Promise<string[]> {
  await engine.run(
    "DELETE FROM user_details WHERE arn IN (SELECT d.arn FROM user_details d JOIN report_rows r ON r.arn = d.arn" +
      " WHERE d.created_at < r.user_creation_time)",
  );
  await engine.run(
    "CREATE OR REPLACE TEMP TABLE user_details AS SELECT DISTINCT ON (arn) * FROM user_details ORDER BY arn, created_at DESC, user_id, tags",
  );
  await engine.run(`CREATE OR REPLACE TEMP TABLE deleted_users AS ${DELETED_USERS_SQL}`);
  await engine.run("DELETE FROM report_rows WHERE arn IN (SELECT arn FROM deleted_users)");
  return (await engine.all("SELECT arn FROM deleted_users ORDER BY 1")).map(({ arn }) => String(arn));
}

function timeNotes(
  options: CollectFilesOptions,
  generated: readonly number[],
  asOf: number,
  used: readonly Generation[],
): string[] {
  if (options.asOf !== undefined) return [];
  if (generated.length > 0)
    return [`The audit time is ${formatTime(asOf)}, when the newest report was made.`];
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

function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

function sample(names: readonly string[]): string {
  return names.length <= 3
    ? names.join(", ")
    : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
