import { join } from "node:path";
import { snapshotPruned } from "../model/snapshot-pruned.js";
import { UserError } from "../model/user-error.js";
import { checksum, systemCode } from "./files.js";
import { MADE_KINDS } from "./layout.js";
import { refuseLinks } from "./links.js";
import { findSnapshot, snapshotIds } from "./list.js";
import { madeManifests } from "./made.js";
import type { FileEntry } from "./manifest.js";

export interface Verification {
  readonly snapshotId: string;
  readonly files: number;
  /** What is wrong, a sentence a file; empty when all is whole. */
  readonly problems: readonly string[];
}

/**
 * Reads every file of a snapshot again and compares it with the checksums of its manifests.
 *
 * @throws UserError when there is no such snapshot, or it is pruned meanwhile
 */
export async function verifySnapshot(lake: string, snapshotId: string): Promise<Verification> {
  const problems: string[] = [];
  const entries = await filesOf(lake, snapshotId).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== "corrupt_manifest") throw error;
    problems.push(error.what);
    return [];
  });
  for (const entry of entries) {
    const problem = await problemOf(lake, entry);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0 && !(await snapshotIds(lake)).includes(snapshotId))
    throw snapshotPruned(snapshotId);
  return { snapshotId, files: entries.length, problems };
}

async function problemOf(lake: string, entry: FileEntry): Promise<string | undefined> {
  const file = join(lake, entry.file);
  try {
    await refuseLinks(lake, file);
    return (await checksum(file)).sha256 === entry.sha256 ? undefined : `${file} was changed.`;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return `${file} is missing.`;
    if (error instanceof UserError) return error.what;
    return `${file} cannot be read: ${systemCode(error) ?? String(error)}.`;
  }
}

/** Every file that the manifests of a snapshot name. */
async function filesOf(lake: string, snapshotId: string): Promise<FileEntry[]> {
  const manifest = await findSnapshot(lake, snapshotId);
  const made = await Promise.all(MADE_KINDS.map((kind) => madeManifests(lake, snapshotId, kind)));
  return [manifest, ...made.flat()].flatMap(({ tables }) => Object.values(tables));
}
