import { access } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/user-error.js";
import { checksum } from "./files.js";
import { MADE_KINDS } from "./layout.js";
import { findSnapshot, madeManifests } from "./list.js";
import type { FileEntry } from "./manifest.js";

export interface Verification {
  readonly snapshotId: string;
  readonly files: number;
  /** What is wrong, a sentence a file; empty when all is whole. */
  readonly problems: readonly string[];
}

/** Reads every file of a snapshot again and compares it with the checksums of its manifests. */
export async function verifySnapshot(lake: string, snapshotId: string): Promise<Verification> {
  const problems: string[] = [];
  const entries = await filesOf(lake, snapshotId).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== "corrupt_manifest") throw error;
    problems.push(error.what);
    return [];
  });
  for (const entry of entries) {
    const file = join(lake, entry.file);
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (!exists) problems.push(`${file} is missing.`);
    else if ((await checksum(file)).sha256 !== entry.sha256) problems.push(`${file} was changed.`);
  }
  return { snapshotId, files: entries.length, problems };
}

/** Every file that the manifests of a snapshot name. */
async function filesOf(lake: string, snapshotId: string): Promise<FileEntry[]> {
  const manifest = await findSnapshot(lake, snapshotId);
  const made = await Promise.all(MADE_KINDS.map((kind) => madeManifests(lake, snapshotId, kind)));
  return [manifest, ...made.flat()].flatMap(({ tables }) => Object.values(tables));
}
