import { join } from "node:path";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import { snapshotPruned } from "../model/snapshot-pruned.js";
import { parseAuditTime } from "../model/time.js";
import { corrupt, sizeFault } from "./corrupt.js";
import { refuseLinks } from "./links.js";
import { snapshotIds } from "./list.js";
import type { FileEntry, Manifest } from "./manifest.js";
import { parquetSource } from "./parquet.js";

/** Tables as a manifest names them, those of a snapshot or those that were made from one; and the audit time of their rows. */
export type Tables = Pick<Manifest, "tables"> & Partial<Pick<Manifest, "as_of">>;

/** The files and SELECTs that tables are read from; the SELECTs read no more than these files, and the table `picture`. */
export interface Readable {
  readonly files: readonly string[];
  /** By the names of the tables. */
  readonly selects: Readonly<Record<string, string>>;
}

/**
 * Makes the tables of a manifest readable by name: one view each over exactly the file it names. Each row has the audit time
 * of its account in the column `as_of`, where the tables have one. Tells the files, and the SELECTs of the views.
 *
 * @throws UserError when a file is missing or not whole
 */
export async function openTables(engine: Engine, lake: string, { tables, as_of }: Tables): Promise<Readable> {
  const time = as_of === undefined ? "" : `, CAST(${parseAuditTime(as_of)} AS BIGINT) AS as_of`;
  const files: string[] = [];
  const selects: Record<string, string> = {};
  for (const [table, entry] of Object.entries(tables)) {
    const file = await wholeFile(lake, entry);
    const select = `SELECT *${time} FROM ${parquetSource(file)}`;
    files.push(file);
    selects[table] = select;
    try {
      await engine.run(`CREATE OR REPLACE VIEW ${identifier(table)} AS ${select}`);
    } catch (cause) {
      throw corrupt(file, "it is not a whole Parquet file", cause);
    }
  }
  return { files, selects };
}

/** Makes a view of each SELECT, of its name. */
export async function makeViews(engine: Pick<Engine, "run">, selects: Readable["selects"]): Promise<void> {
  for (const [name, sql] of Object.entries(selects)) {
    await engine.run(`CREATE OR REPLACE VIEW ${identifier(name)} AS ${sql}`);
  }
}

/** The files that the tables of a manifest are read from. */
export function filesOf(lake: string, { tables }: Tables): string[] {
  return Object.values(tables).map(({ file }) => join(lake, file));
}

/** The path of a file of the lake. Throws `UserError` when it is missing or has not the size it was written with. */
export async function wholeFile(lake: string, entry: FileEntry): Promise<string> {
  const file = join(lake, entry.file);
  await refuseLinks(lake, file);
  const fault = await sizeFault(file, entry);
  if (fault === undefined) return file;
  const [, id = ""] = /snapshot_id=([^/]+)/.exec(entry.file) ?? [];
  if (id !== "" && !(await snapshotIds(lake)).includes(id)) throw snapshotPruned(id);
  throw corrupt(file, fault);
}
