import { basename } from "node:path";
import { UserError } from "../model/user-error.js";
import { manifestFile, SNAPSHOT_ID } from "./layout.js";
import { type Manifest, manifestSchema } from "./manifest.js";
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

/** The snapshot of this id, or the newest. Throws `UserError` when there is none. */
export async function findSnapshot(lake: string, id: string | undefined): Promise<Manifest> {
  const ids = await snapshotIds(lake);
  const wanted = id ?? ids.at(-1);
  if (wanted === undefined) {
    throw new UserError({
      code: "no_snapshot",
      what: `The lake ${lake} holds no snapshot.`,
      fix: "Run `iamspect audit` or `iamspect collect` first, or name the lake with --lake DIR.",
    });
  }
  if (!ids.includes(wanted)) {
    throw new UserError({
      code: "no_snapshot",
      what: `The lake ${lake} holds no snapshot ${wanted}.`,
      fix: "`iamspect snapshots list` prints those it holds.",
    });
  }
  return await readManifest(manifestSchema, { lake, file: manifestFile(lake, wanted), snapshotId: wanted });
}
