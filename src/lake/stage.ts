import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeWhole } from "./files.js";

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
  const folder = join(lake, `.staging-${process.pid}-${randomBytes(4).toString("hex")}`);
  await makeFolder(folder);
  const discard = async () => await rm(folder, { recursive: true, force: true });
  try {
    await writeWhole(join(lake, ".gitignore"), "*\n");
  } catch (error) {
    await discard();
    throw error;
  }
  return { lake, folder, tableFile: (table) => join(folder, `${table}.parquet`), discard };
}

/** The stages of a lake: those whose process is gone, which a kill left behind, and those at work. */
export async function findStages(lake: string): Promise<{ dead: string[]; live: string[] }> {
  const names = await readdir(lake).catch((): string[] => []);
  const dead: string[] = [];
  const live: string[] = [];
  for (const name of names) {
    const pid = /^\.staging-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined) (isAlive(Number(pid)) ? live : dead).push(name);
  }
  return { dead, live };
}

/** Is there a process of this number? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
