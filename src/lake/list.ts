import { basename, join } from "node:path";
import { UserError } from "../model/user-error.js";
import { corrupt, sizeFault } from "./corrupt.js";
import { manifestFile, SNAPSHOT_ID } from "./layout.js";
import { type FileEntry, type Manifest, manifestSchema } from "./manifest.js";
import { namedSnapshot } from "./named-snapshot.js";
import { manifestNames, readManifest } from "./read-manifest.js";

/**
 * Ids of the snapshots of a lake, oldest first: by audit time, and of one audit time by when they were last
 * committed. A lake that does not exist yet has none.
 */
export async function snapshotIds(lake: string): Promise<string[]> {
  const found = await manifestNames(lake, (name) => SNAPSHOT_ID.test(basename(name, ".json")));
  const dated = found.map(({ name, at }) => ({ id: basename(name, ".json"), time: name.slice(0, 16), at }));
  dated.sort((a, b) =>
    a.time === b.time ? a.at - b.at || (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1,
  );
  return dated.map(({ id }) => id);
}

/** The snapshots of a lake, oldest first, and the ids of those that are not whole. */
export interface LakeSnapshots {
  readonly whole: readonly Manifest[];
  readonly broken: readonly string[];
}

/**
 * The snapshots of a lake whose manifest can be read and whose files are there, with the size they were written with. Throws
 * `UserError` when there is none.
 */
export async function wholeSnapshots(lake: string): Promise<LakeSnapshots> {
  const whole: Manifest[] = [];
  const broken: string[] = [];
  let first: unknown;
  for (const id of await snapshotIds(lake)) {
    try {
      const manifest = await readSnapshot(lake, id);
      await Promise.all(Object.values(manifest.tables).map(async (entry) => await hasItsSize(lake, entry)));
      whole.push(manifest);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      first ??= error;
      broken.push(id);
    }
  }
  if (whole.length > 0) return { whole, broken };
  throw first ?? noSnapshot(lake);
}

async function hasItsSize(lake: string, entry: FileEntry): Promise<void> {
  const file = join(lake, entry.file);
  const fault = await sizeFault(file, entry);
  if (fault !== undefined) throw corrupt(file, fault);
}

/**
 * The snapshot that a person names (an id, the beginning of one, `latest` or `previous`), or the newest. Throws `UserError` when
 * there is none.
 */
export async function findSnapshot(lake: string, name: string | undefined): Promise<Manifest> {
  const ids = await snapshotIds(lake);
  if (ids.length === 0) throw noSnapshot(lake);
  return await readSnapshot(lake, namedSnapshot(ids, name ?? "latest"));
}

async function readSnapshot(lake: string, id: string): Promise<Manifest> {
  return await readManifest(manifestSchema, { lake, file: manifestFile(lake, id), snapshotId: id });
}

function noSnapshot(lake: string): UserError {
  return new UserError({
    code: "no_snapshot",
    what: `The lake ${lake} holds no snapshot.`,
    fix: "Run `iamspect audit` or `iamspect collect` first, or name the lake with --lake DIR.",
  });
}
