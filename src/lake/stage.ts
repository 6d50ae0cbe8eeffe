import { rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeWhole } from "./files.js";
import { byOwner } from "./lock.js";
import { keepAlive, ownerName } from "./owner.js";

/** A folder in which a snapshot is made. Its name begins with a dot: nothing that reads a lake looks into it. */
export interface Stage {
  readonly lake: string;
  readonly folder: string;
  /** Where a table is written before it is committed. */
  tableFile(table: string): string;
  /** Removes the stage and all in it. */
  discard(): Promise<void>;
}

/** Opens the lake, made if need be (0700, ignored by git), and a stage in it. Throws `UserError` if it cannot. */
export async function openStage(lake: string): Promise<Stage> {
  await makeFolder(lake);
  const folder = join(lake, `.staging-${ownerName()}`);
  await makeFolder(folder);
  const stop = keepAlive(folder);
  const discard = async () => {
    stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await writeWhole(join(lake, ".gitignore"), "*\n");
  } catch (error) {
    await discard();
    throw error;
  }
  return { lake, folder, tableFile: (table) => join(folder, `${table}.parquet`), discard };
}

/** The stages of a lake: those that a kill left behind, and those at work. */
export async function findStages(lake: string): Promise<{ dead: string[]; live: string[] }> {
  return await byOwner(lake, /^\.staging-\d+-/);
}
