import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDuckDB } from "../../engine/duckdb/open.js";
import type { SqlRow } from "../../engine/engine.js";
import type { Manifest } from "../../lake/manifest.js";
import { openTables } from "../../lake/open.js";
import { openStage } from "../../lake/stage.js";
import { problemText } from "../../model/problem.js";
import { parseAuditTime } from "../../model/time.js";
import { SNAPSHOT_TABLES } from "../../sources/tables.js";
import { collectFiles } from "./index.js";
import { expandSources } from "./sources.js";

/** Files by their place below the folder that is read. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ReadOptions {
  /** The audit time that is set; null: none. Without it, late 2026. */
  readonly asOf?: string | null;
  /** What the clock says. */
  readonly now?: string;
  readonly standalone?: readonly string[] | "all";
  /** What is read, below the folder; without it the folder itself. */
  readonly sources?: readonly string[];
}

/** A snapshot made of files, as the tables of the lake hold it. */
export interface Reading {
  readonly manifest: Manifest;
  /** Every problem as it is printed, with paths relative to the folder. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly users: readonly SqlRow[];
  readonly roots: readonly SqlRow[];
  readonly accounts: readonly SqlRow[];
  readonly tables: Readonly<Record<string, readonly SqlRow[]>>;
  /** The one user, root user or account of this name or id; throws unless there is exactly one. */
  user(name: string): SqlRow;
  root(accountId?: string): SqlRow;
  account(accountId: string): SqlRow;
  /** Status and detail of one kind of evidence. */
  coverage(accountId: string, kind: string): SqlRow;
}

/** Writes files into a folder of their own, reads them into a lake and gives what the snapshot then holds. */
export async function readFiles(files: Files, options: ReadOptions = {}): Promise<Reading> {
  return await inFolder(async (folder) => {
    await writeFiles(join(folder, "in"), files);
    return await readFolder(join(folder, "in"), join(folder, "lake"), options);
  });
}

/** Reads a folder into a lake that is kept. */
export async function readFolder(folder: string, lake: string, options: ReadOptions = {}): Promise<Reading> {
  const asOf = options.asOf === undefined ? "2026-11-23T00:00:00Z" : options.asOf;
  const sources = options.sources?.map((source) => join(folder, source)) ?? [folder];
  const stage = await openStage(lake);
  const engine = await openDuckDB({ threads: 1 });
  try {
    const { manifest, problems, notes } = await collectFiles(engine, stage, {
      files: await expandSources(sources),
      asOf: asOf === null ? undefined : parseAuditTime(asOf),
      now: () => parseAuditTime(options.now ?? "2026-12-01T00:00:00Z"),
      standalone: options.standalone ?? [],
    });
    const tables = await readTables(lake, manifest);
    return {
      manifest,
      problems: problems.map((problem) => problemText(problem).replaceAll(`${folder}/`, "")),
      notes,
      tables,
      ...selectors(tables),
    };
  } finally {
    engine.close();
    await stage.discard();
  }
}

/** All rows of a snapshot, by another engine: in the one that made it, its own tables hide those of the lake. */
async function readTables(lake: string, manifest: Manifest): Promise<Record<string, SqlRow[]>> {
  const engine = await openDuckDB({ threads: 1 });
  try {
    const tables: Record<string, SqlRow[]> = {};
    for (const { name } of SNAPSHOT_TABLES) {
      const entry = manifest.tables[name];
      if (entry !== undefined) await openTables(engine, lake, { tables: { [name]: entry } });
      tables[name] = entry === undefined ? [] : await engine.all(`SELECT * FROM ${name}`);
    }
    return tables;
  } finally {
    engine.close();
  }
}

function selectors(tables: Readonly<Record<string, readonly SqlRow[]>>) {
  const { iam_users: users = [], root_users: roots = [], accounts = [], coverage = [] } = tables;
  return {
    users,
    roots,
    accounts,
    user: (name: string) => only(users, { user_name: name }),
    root: (accountId?: string) => only(roots, accountId === undefined ? {} : { account_id: accountId }),
    account: (accountId: string) => only(accounts, { account_id: accountId }),
    coverage: (accountId: string, kind: string) => only(coverage, { account_id: accountId, kind }),
  };
}

function only(rows: readonly SqlRow[], wanted: SqlRow): SqlRow {
  const found = rows.filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value));
  const [row] = found;
  if (row === undefined || found.length > 1) {
    throw new Error(`${found.length} rows are ${JSON.stringify(wanted)} in ${JSON.stringify(rows)}`);
  }
  return row;
}

/** Does the work in a folder of its own, which is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** Epoch seconds, as the tables hold times. */
export const at = parseAuditTime;

/** The fields of a row that were asked for. */
export function pick(row: SqlRow, ...names: string[]): SqlRow {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
