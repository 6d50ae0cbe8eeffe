import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import { snapshotPruned } from "../model/snapshot-pruned.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { refuseLinks } from "./links.js";
import { snapshotIds } from "./list.js";
import type { FileEntry, Manifest } from "./manifest.js";
import { parquetSource } from "./parquet.js";

/** Tables as a manifest names them, those of a snapshot or those that were made from one; and the audit time of their rows. */
export type Tables = Pick<Manifest, "tables"> & Partial<Pick<Manifest, "as_of">>;

/**
 * Makes the tables of a manifest readable by name: one view each over exactly the file it names. Each row has the audit time
 * of its account in the column `as_of`, where the tables have one.
 */
export async function openTables(engine: Engine, lake: string, { tables, as_of }: Tables): Promise<void> {
  const asOf = as_of === undefined ? undefined : parseAuditTime(as_of);
  for (const [table, entry] of Object.entries(tables)) await openFile(engine, lake, { table, entry, asOf });
}

/** The files that the tables of a manifest are read from. */
export function filesOf(lake: string, { tables }: Tables): string[] {
  return Object.values(tables).map(({ file }) => join(lake, file));
}

interface OpenedFile {
  readonly table: string;
  readonly entry: FileEntry;
  readonly asOf: number | undefined;
}

/** Makes one file of the lake readable as a table. Throws `UserError` when it is missing or not whole. */
async function openFile(engine: Engine, lake: string, { table, entry, asOf }: OpenedFile): Promise<void> {
  const file = await wholeFile(lake, entry);
  const time = asOf === undefined ? "" : `, CAST(${asOf} AS BIGINT) AS as_of`;
  try {
    await engine.run(
      `CREATE OR REPLACE VIEW ${identifier(table)} AS SELECT *${time} FROM ${parquetSource(file)}`,
    );
  } catch (cause) {
    throw corrupt(file, "it is not a whole Parquet file", cause);
  }
}

/** The path of a file of the lake. Throws `UserError` when it is missing or has not the size it was written with. */
export async function wholeFile(lake: string, entry: FileEntry): Promise<string> {
  const file = join(lake, entry.file);
  await refuseLinks(lake, file);
  const size = (await lstat(file).catch(() => undefined))?.size;
  if (size === entry.bytes) return file;
  const [, id = ""] = /snapshot_id=([^/]+)/.exec(entry.file) ?? [];
  if (id !== "" && !(await snapshotIds(lake)).includes(id)) throw snapshotPruned(id);
  throw corrupt(file, size === undefined ? "it is missing" : "its size is wrong");
}

export function corrupt(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: "corrupt_file",
    what: `${file} cannot be read: ${why}.`,
    fix: "`iamspect snapshots verify` names all such files. Audit again: a snapshot can always be made anew from its sources.",
    exitCode: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
