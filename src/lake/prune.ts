import { rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../model/user-error.js";
import { deadPartials, namesIn, writeFault } from "./files.js";
import { MADE_MANIFEST, manifestFile } from "./layout.js";
import { refuseLinks } from "./links.js";
import { snapshotIds } from "./list.js";
import { findLocks, withLock } from "./lock.js";
import { findOrphans, tableFolders } from "./orphans.js";
import { findStages } from "./stage.js";

export interface PrunePlan {
  readonly snapshots: readonly string[];
  /** What interrupted runs left behind, below the lake: stages, half-written files, snapshots never finished. */
  readonly leftovers: readonly string[];
}

/** Ids of snapshots that stay, and of some that go, whatever their age. */
export interface PruneLimits {
  readonly needed?: ReadonlySet<string>;
  readonly broken?: ReadonlySet<string>;
}

/**
 * What pruning would remove: all but the newest `keep` snapshots and those that are `needed`, by their ids, those that are `broken`,
 * and what interrupted runs left behind.
 */
export async function planPrune(
  lake: string,
  keep: number,
  { needed = new Set(), broken = new Set() }: PruneLimits = {},
): Promise<PrunePlan> {
  const stages = await findStages(lake);
  const ids = await snapshotIds(lake);
  const old = new Set(keep >= ids.length ? [] : ids.slice(0, ids.length - keep));
  // What has no manifest may be what a running process is about to finish.
  const unfinished = stages.live.length > 0 ? [] : await findOrphans(lake, ids);
  const locks = await findLocks(lake);
  return {
    snapshots: ids.filter((id) => broken.has(id) || (old.has(id) && !needed.has(id))),
    leftovers: [...stages.dead, ...locks.dead, ...(await partialFiles(lake)), ...unfinished],
  };
}

/**
 * Removes what the plan names. Manifests go first, a snapshot's own after those of what was made from it: a kill leaves no
 * snapshot without its files, and nothing that was made from none. What is no longer left behind, because somebody finished
 * it since the plan was made, stays.
 *
 * @throws UserError when a file cannot be removed
 */
export async function prune(lake: string, plan: PrunePlan): Promise<void> {
  if (plan.snapshots.length + plan.leftovers.length === 0) return;
  await withLock(lake, async () => {
    const { leftovers } = await planPrune(lake, Number.POSITIVE_INFINITY);
    try {
      for (const id of plan.snapshots) await removeSnapshot(lake, id);
      for (const path of plan.leftovers.filter((one) => leftovers.includes(one))) await remove(lake, path);
    } catch (cause) {
      throw cause instanceof UserError ? cause : writeFault(lake, cause);
    }
  });
}

/** Found by its folders and not by its manifest, so that a broken snapshot can be removed, too. */
async function removeSnapshot(lake: string, id: string): Promise<void> {
  await refuseLinks(lake, manifestFile(lake, id));
  for (const name of await namesIn(join(lake, "manifests"))) {
    if (MADE_MANIFEST.exec(name)?.[1] === id) await rm(join(lake, "manifests", name), { force: true });
  }
  await rm(manifestFile(lake, id), { force: true });
  for (const table of await tableFolders(lake)) await remove(lake, join(table, `snapshot_id=${id}`));
}

/** Removes a file or folder, and the folder it lies in where that is empty then. */
async function remove(lake: string, path: string): Promise<void> {
  const full = join(lake, path);
  await refuseLinks(lake, full);
  await rm(full, { recursive: true, force: true });
  await rmdir(dirname(full)).catch(() => undefined);
}

/** Text files that a process was writing when it ended. */
async function partialFiles(lake: string): Promise<string[]> {
  const manifests = await deadPartials(join(lake, "manifests"));
  return [...(await deadPartials(lake)), ...manifests.map((name) => join("manifests", name))];
}
