import type { Dirent } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { findingsFile, findingsManifestFile, manifestFile, SNAPSHOT_ID, tableFile } from "./layout.js";
import { findingsManifests, findSnapshot, snapshotIds } from "./list.js";
import { deadStages } from "./stage.js";

export interface PrunePlan {
  readonly snapshots: readonly string[];
  /** Folders of snapshots that were never finished, and stages whose process is gone. */
  readonly leftovers: readonly string[];
}

/** What pruning would remove: all but the newest `keep` snapshots, and what interrupted runs left behind. */
export async function planPrune(lake: string, keep: number): Promise<PrunePlan> {
  const ids = await snapshotIds(lake);
  const snapshots = keep >= ids.length ? [] : ids.slice(0, ids.length - keep);
  const leftovers = [...(await deadStages(lake)), ...(await orphans(lake, ids))];
  return { snapshots, leftovers };
}

/** Removes what the plan names. A snapshot's manifest goes first, so that a kill leaves no broken snapshot. */
export async function prune(lake: string, plan: PrunePlan): Promise<void> {
  for (const id of plan.snapshots) await removeSnapshot(lake, id);
  for (const path of plan.leftovers) await rm(join(lake, path), { recursive: true, force: true });
}

async function removeSnapshot(lake: string, id: string): Promise<void> {
  const manifest = await findSnapshot(lake, id);
  const findings = await findingsManifests(lake, id);
  await rm(manifestFile(lake, id));
  for (const { findings_version: version } of findings) {
    await rm(findingsManifestFile(lake, id, version), { force: true });
    await removeFile(findingsFile(lake, id, version));
  }
  for (const table of Object.keys(manifest.tables)) await removeFile(tableFile(lake, table, id));
}

async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
  for (let folder = join(file, ".."); ; folder = join(folder, "..")) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** Folders `<table>/snapshot_id=<id>` without a manifest. */
async function orphans(lake: string, ids: readonly string[]): Promise<string[]> {
  const known = new Set(ids);
  const tables = await readdir(lake, { withFileTypes: true }).catch((): Dirent[] => []);
  const found: string[] = [];
  for (const table of tables.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))) {
    for (const name of await readdir(join(lake, table.name))) {
      const id = name.replace("snapshot_id=", "");
      if (name.startsWith("snapshot_id=") && SNAPSHOT_ID.test(id) && !known.has(id)) {
        found.push(join(table.name, name));
      }
    }
  }
  return found;
}
