import { pathLiteral } from "../engine/duckdb/path-literal.js";
import type { Engine, SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { LakeTable } from "../model/entity.js";
import { parseAuditTime } from "../model/time.js";
import { corrupt } from "./corrupt.js";
import { lackingColumns } from "./lacking-columns.js";
import type { FileEntry, Manifest } from "./manifest.js";
import { type Readable, wholeFile } from "./open.js";
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
export function pictureStatements(picture: Picture): string[] {
  if (isWhole(picture)) return [];
  const rows = picture.parts.flatMap(({ accounts = [] }, place) =>
    accounts.map((account) => `(${stringLiteral(account)}, ${place})`),
  );
  return [
    "CREATE OR REPLACE TABLE picture (account_id VARCHAR, place INTEGER)",
    ...(rows.length === 0 ? [] : [`INSERT INTO picture VALUES ${rows.join(", ")}`]),
  ];
}

/** It is one snapshot, with all that it has. */
export function isWhole({ parts: [first, ...others] }: Picture): boolean {
  return others.length === 0 && first.accounts === undefined;
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
  picture: Picture,
  tables: readonly LakeTable[],
  filesOf: readonly TableFiles[],
): Promise<Readable> {
  const { parts } = picture;
  const found: (readonly [LakeTable, readonly Stored[]])[] = [];
  for (const table of tables) {
    const stored = parts.map(async (part, place) => {
      const entry = filesOf[place]?.[table.name];
      return entry === undefined ? [] : [{ part, place, path: await wholeFile(lake, entry) }];
    });
    found.push([table, (await Promise.all(stored)).flat()]);
  }
  const files = found.flatMap(([, stored]) => stored.map(({ path }) => path));
  const columns = await columnsOf(engine, files);
  const whole = isWhole(picture);
  const selects = found.map(([table, stored]) => {
    const there = new Set(stored.flatMap(({ path }) => [...(columns.get(path) ?? [])]));
    return [table.name, selectSql(table, stored, lackingColumns(table, there), whole)] as const;
  });
  return { files, selects: Object.fromEntries(selects) };
}

interface Stored {
  readonly part: PicturePart;
  readonly place: number;
  readonly path: string;
}

/** `lacking`: SQL of the columns that none of the files has. */
function selectSql(
  table: LakeTable,
  stored: readonly Stored[],
  lacking: readonly string[],
  whole: boolean,
): string {
  const [only] = stored;
  if (only === undefined) {
    return `SELECT ${[...lacking, "CAST(NULL AS BIGINT) AS as_of"].join(", ")} WHERE FALSE`;
  }
  const source = `read_parquet([${stored.map(({ path }) => pathLiteral(path)).join(", ")}], hive_partitioning = false, union_by_name = true)`;
  const times = stored.map(({ part }) => parseAuditTime(part.manifest.as_of));
  if (whole) {
    const all = ["*", ...lacking, `CAST(${times[0]} AS BIGINT) AS as_of`].join(", ");
    return `SELECT ${all} FROM ${parquetSource(only.path)}`;
  }
  const byFile = (values: readonly number[]) =>
    `CASE file_index ${values.map((value, index) => `WHEN ${index} THEN ${value}`).join(" ")} END`;
  const places = byFile(stored.map(({ place }) => place));
  const rows = `SELECT *, ${places} AS picture_place, CAST(${byFile(times)} AS BIGINT) AS as_of FROM ${source}`;
  return `SELECT t.* EXCLUDE (picture_place)${lacking.map((one) => `, ${one}`).join("")} FROM (${rows}) t ${takenSql(table, rows)}`;
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

/** The columns of Parquet files, by their paths: one look at all of them. */
async function columnsOf(
  engine: Engine,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const columns = new Map(paths.map((path) => [path, new Set<string>()]));
  if (paths.length === 0) return columns;
  for (const { file_name: path, name } of await schemaRows(engine, paths)) {
    columns.get(String(path))?.add(String(name));
  }
  return columns;
}

async function schemaRows(engine: Engine, paths: readonly string[]): Promise<SqlRow[]> {
  const sources = paths.map(pathLiteral).join(", ");
  try {
    return await engine.all(`SELECT DISTINCT file_name, name FROM parquet_schema([${sources}])`);
  } catch (cause) {
    const [first = "", ...others] = paths;
    if (others.length === 0) throw corrupt(first, "it is not a whole Parquet file", cause);
    // One of them is not whole: by itself it says so.
    for (const path of paths) await schemaRows(engine, [path]);
    throw cause;
  }
}
