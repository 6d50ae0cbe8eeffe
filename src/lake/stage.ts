import { randomBytes } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./files.js";

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
  await writeFile(join(lake, ".gitignore"), "*\n", { mode: 0o600 });
  return {
    lake,
    folder,
    tableFile: (table) => join(folder, `${table}.parquet`),
    discard: async () => await rm(folder, { recursive: true, force: true }),
  };
}

/** Stages whose process is gone: what a kill left behind. */
export async function deadStages(lake: string): Promise<string[]> {
  const names = await readdir(lake).catch((): string[] => []);
  return names.filter((name) => {
    const pid = /^\.staging-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
