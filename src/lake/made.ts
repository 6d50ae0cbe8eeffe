import { basename, join } from "node:path";
import { UserError } from "../model/user-error.js";
import { type MadeKind, madeManifestFile } from "./layout.js";
import { type MadeManifest, madeManifestSchema } from "./manifest.js";
import { wholeFile } from "./open.js";
import { manifestNames, readManifest } from "./read-manifest.js";

/** What makes it necessary to make something anew from a snapshot that is still there. */
const LOST = ["corrupt_file", "corrupt_manifest", "snapshot_pruned"];

/** What was made from a snapshot, of this version; undefined when it was not made, or is no longer whole. */
export async function findMade(
  lake: string,
  snapshotId: string,
  kind: MadeKind,
  version: string,
): Promise<MadeManifest | undefined> {
  const file = madeManifestFile(lake, snapshotId, kind, version);
  const names = await manifestNames(lake, (name) => name === basename(file));
  if (names.length === 0) return undefined;
  try {
    const made = await readManifest(madeManifestSchema, { lake, file, snapshotId });
    for (const entry of Object.values(made.tables)) await wholeFile(lake, entry);
    return made;
  } catch (error) {
    if (error instanceof UserError && LOST.includes(error.code)) return undefined;
    throw error;
  }
}

/** The manifests of all versions of what was made from a snapshot, the one written last at the end. */
export async function madeManifests(
  lake: string,
  snapshotId: string,
  kind: MadeKind,
): Promise<MadeManifest[]> {
  const own = await manifestNames(
    lake,
    (name) => name.startsWith(`${snapshotId}.${kind}-`) && name.endsWith(".json"),
  );
  own.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  return await Promise.all(
    own.map(({ name }) =>
      readManifest(madeManifestSchema, { lake, file: join(lake, "manifests", name), snapshotId }),
    ),
  );
}
