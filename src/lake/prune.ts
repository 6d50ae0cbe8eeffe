import type { Dirent } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PARTIAL_FILE } from "./files.js";
import { manifestFile, SNAPSHOT_ID } from "./layout.js";
import { snapshotIds } from "./list.js";
import { findStages, isAlive } from "./stage.js";

export interface PrunePlan {
  readonly snapshots: readonly string[];
  /** What interrupted runs left behind, below the lake: stages, half-written files, snapshots never finished. */
  readonly leftovers: readonly string[];
}

/** What pruning would remove: all but the newest `keep` snapshots, and what interrupted runs left behind. */
export async function planPrune(lake: string, keep: number): Promise<PrunePlan> {
  const stages = await findStages(lake);
  const ids = await snapshotIds(lake);
  const snapshots = keep >= ids.length ? [] : ids.slice(0, ids.length - keep);
  // A folder without a manifest may be a snapshot that a running process is about to finish.
  const unfinished = stages.live.length > 0 ? [] : await orphans(lake, ids);
  return { snapshots, leftovers: [...stages.dead, ...(await partialFiles(lake)), ...unfinished] };
}

/** Removes what the plan names. A snapshot's manifest goes first, so that a kill leaves no broken snapshot. */
export async function prune(lake: string, plan: PrunePlan): Promise<void> {
  for (const id of plan.snapshots) await removeSnapshot(lake, id);
  for (const path of plan.leftovers) {
    await rm(join(lake, path), { recursive: true, force: true });
    await removeIfEmpty(dirname(join(lake, path)));
  }
}

/** Found by its folders and not by its manifest, so that a broken snapshot can be removed, too. */
async function removeSnapshot(lake: string, id: string): Promise<void> {
  await rm(manifestFile(lake, id), { force: true });
  for (const name of await names(join(lake, "manifests"))) {
    if (name.startsWith(`${id}.`)) await rm(join(lake, "manifests", name), { force: true });
  }
  for (const table of await tableFolders(lake)) {
    await rm(join(lake, table, `snapshot_id=${id}`), { recursive: true, force: true });
    await removeIfEmpty(join(lake, table));
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

/** Folders `<table>/snapshot_id=<id>` without a manifest. */
async function orphans(lake: string, ids: readonly string[]): Promise<string[]> {
  const known = new Set(ids);
  const found: string[] = [];
  for (const table of await tableFolders(lake)) {
    for (const name of await names(join(lake, table))) {
      const id = name.replace("snapshot_id=", "");
      if (name.startsWith("snapshot_id=") && SNAPSHOT_ID.test(id) && !known.has(id)) {
        found.push(join(table, name));
      }
    }
  }
  return found;
}

/** Text files that a process was writing when it ended. */
async function partialFiles(lake: string): Promise<string[]> {
  const files = [
    ...(await names(lake)),
    ...(await names(join(lake, "manifests"))).map((name) => join("manifests", name)),
  ];
  return files.filter((name) => {
    const pid = PARTIAL_FILE.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

async function tableFolders(lake: string): Promise<string[]> {
  const entries = await readdir(lake, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "manifests")
    .map(({ name }) => name);
}

async function names(folder: string): Promise<string[]> {
  return await readdir(folder).catch((): string[] => []);
}
