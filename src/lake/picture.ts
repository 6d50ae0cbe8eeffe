import { duckdbType } from "../engine/ddl.js";
import { pathLiteral } from "../engine/duckdb/path-literal.js";
import type { Engine } from "../engine/engine.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import type { LakeTable } from "../model/entity.js";
import { parseAuditTime } from "../model/time.js";
import type { FileEntry, Manifest } from "./manifest.js";
import { corrupt, type Readable, wholeFile } from "./open.js";
import { parquetSource } from "./parquet.js";

/** One table of a manifest, or all: what is made of a snapshot has the shape of the snapshot. */
export type TableFiles = Readonly<Record<string, FileEntry>>;

/** A snapshot of a picture, and the accounts whose evidence is taken from it. */
export interface PicturePart {
  readonly manifest: Manifest;
  /** 12 digits each; undefined: all that the snapshot has. */
  readonly accounts: readonly string[] | undefined;
}

/** What is shown as one: accounts, each as its own snapshot has it; the parts by age, the newest last. */
export interface Picture {
  readonly parts: readonly [PicturePart, ...PicturePart[]];
}

/** A picture of all that one snapshot has. */
export function wholeSnapshot(manifest: Manifest): Picture {
  return { parts: [{ manifest, accounts: undefined }] };
}

/** The audit time of an account by its id, epoch seconds. */
export type AuditTimes = (accountId: string) => number;

/** The audit times of the accounts of a picture. */
export function auditTimes({ parts }: Picture): AuditTimes {
  const [first, ...others] = parts.map(({ manifest, accounts }) => ({
    time: parseAuditTime(manifest.as_of),
    accounts: accounts ?? [],
  }));
  if (first === undefined || others.length === 0) return () => first?.time ?? 0;
  const byAccount = new Map(
    [first, ...others].flatMap(({ time, accounts }) => accounts.map((id) => [id, time] as const)),
  );
  return (accountId) => byAccount.get(accountId) ?? first.time;
}

/** Statements that make the table `picture`: the place of the part that an account is taken from; none where it is not needed. */
export function pictureStatements({ parts }: Picture): string[] {
  if (isWhole(parts)) return [];
  const rows = parts.flatMap(({ accounts = [] }, place) =>
    accounts.map((account) => `(${stringLiteral(account)}, ${place})`),
  );
  const values = rows.length === 0 ? "" : `INSERT INTO picture VALUES ${rows.join(", ")}`;
  return [
    "CREATE OR REPLACE TABLE picture (account_id VARCHAR, place INTEGER)",
    ...(values === "" ? [] : [values]),
  ];
}

function isWhole(parts: Picture["parts"]): boolean {
  return parts.length === 1 && parts[0].accounts === undefined;
}

/**
 * How tables of a picture are read, each row with the audit time of its account in `as_of`. `filesOf` tells the files of each
 * part, in their order; what all of them lack, a table or a column, is there without rows or values.
 *
 * @throws UserError when a file is missing or not whole
 */
export async function readTables(
  engine: Engine,
  lake: string,
  { parts }: Picture,
  tables: readonly LakeTable[],
  filesOf: readonly TableFiles[],
): Promise<Readable> {
  const files: string[] = [];
  const selects: Record<string, string> = {};
  for (const table of tables) {
    const stored = parts.flatMap((part, place) => {
      const entry = filesOf[place]?.[table.name];
      return entry === undefined ? [] : [{ part, place, entry }];
    });
    const paths = await Promise.all(stored.map(async ({ entry }) => await wholeFile(lake, entry)));
    files.push(...paths);
    selects[table.name] = await selectSql(engine, table, stored, paths, isWhole(parts));
  }
  return { files, selects };
}

interface Stored {
  readonly part: PicturePart;
  readonly place: number;
}

async function selectSql(
  engine: Engine,
  table: LakeTable,
  stored: readonly Stored[],
  paths: readonly string[],
  whole: boolean,
): Promise<string> {
  const [only] = stored;
  if (only === undefined) {
    const nothing = lackingSql(table, new Set());
    return `SELECT ${[...nothing, "CAST(NULL AS BIGINT) AS as_of"].join(", ")} WHERE FALSE`;
  }
  const more = lackingSql(table, await columnsOf(engine, paths));
  const source = `read_parquet([${paths.map(pathLiteral).join(", ")}], hive_partitioning = false, union_by_name = true)`;
  const times = stored.map(({ part }) => parseAuditTime(part.manifest.as_of));
  if (whole) {
    const all = ["*", ...more, `CAST(${times[0]} AS BIGINT) AS as_of`].join(", ");
    return `SELECT ${all} FROM ${parquetSource(paths[0] ?? "")}`;
  }
  const byFile = (values: readonly number[]) =>
    `CASE file_index ${values.map((value, index) => `WHEN ${index} THEN ${value}`).join(" ")} END`;
  const places = byFile(stored.map(({ place }) => place));
  const rows = `SELECT *, ${places} AS picture_place, CAST(${byFile(times)} AS BIGINT) AS as_of FROM ${source}`;
  return `SELECT t.* EXCLUDE (picture_place)${more.map((one) => `, ${one}`).join("")} FROM (${rows}) t ${takenSql(table, rows)}`;
}

/** Which rows are taken: of an account those of its part, of an organization those of the newest part that has it. */
function takenSql({ columns }: LakeTable, rows: string): string {
  if ("account_id" in columns) {
    return "JOIN picture p ON p.account_id = t.account_id AND p.place = t.picture_place";
  }
  return (
    `JOIN (SELECT org_id, max(picture_place) AS place FROM (${rows}) GROUP BY org_id) p` +
    " ON p.org_id = t.org_id AND p.place = t.picture_place"
  );
}

function lackingSql({ columns }: LakeTable, there: ReadonlySet<string>): string[] {
  return Object.entries(columns)
    .filter(([column]) => !there.has(column))
    .map(([column, { type }]) => `CAST(NULL AS ${duckdbType(type)}) AS ${identifier(column)}`);
}

async function columnsOf(engine: Engine, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const sources = paths.map(pathLiteral).join(", ");
  try {
    const rows = await engine.all(`SELECT DISTINCT name FROM parquet_schema([${sources}])`);
    return new Set(rows.map(({ name }) => String(name)));
  } catch (cause) {
    throw corrupt(paths.join(", "), "it is not a whole Parquet file", cause);
  }
}
