import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { z } from "zod";
import { UserError } from "../model/user-error.js";
import { type MadeKind, madeManifestFile, manifestFile, SNAPSHOT_ID } from "./layout.js";
import { type MadeManifest, type Manifest, madeManifestSchema, manifestSchema } from "./manifest.js";

/**
 * Ids of the snapshots of a lake, oldest first: by audit time, and of one audit time by when they were last
 * committed. A lake that does not exist yet has none.
 */
export async function snapshotIds(lake: string): Promise<string[]> {
  const names = await readdir(join(lake, "manifests")).catch((): string[] => []);
  const ids = names.map((name) => basename(name, ".json")).filter((id) => SNAPSHOT_ID.test(id));
  const dated = await Promise.all(
    ids.map(async (id) => ({ id, time: id.slice(0, 16), at: (await stat(manifestFile(lake, id))).mtimeMs })),
  );
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
  return await readManifest(manifestSchema, manifestFile(lake, wanted));
}

/** What was made from a snapshot, of this version; undefined when it was not made. */
export async function findMade(
  lake: string,
  snapshotId: string,
  kind: MadeKind,
  version: string,
): Promise<MadeManifest | undefined> {
  const file = madeManifestFile(lake, snapshotId, kind, version);
  const names = await readdir(join(lake, "manifests")).catch((): string[] => []);
  if (!names.includes(basename(file))) return undefined;
  return await readManifest(madeManifestSchema, file);
}

/** The manifests of all versions of what was made from a snapshot, the one written last at the end. */
export async function madeManifests(
  lake: string,
  snapshotId: string,
  kind: MadeKind,
): Promise<MadeManifest[]> {
  const folder = join(lake, "manifests");
  const names = await readdir(folder).catch((): string[] => []);
  const own = names.filter((name) => name.startsWith(`${snapshotId}.${kind}-`) && name.endsWith(".json"));
  const dated = await Promise.all(
    own.map(async (name) => ({ file: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  dated.sort((a, b) => a.at - b.at || (a.file < b.file ? -1 : 1));
  return await Promise.all(dated.map(({ file }) => readManifest(madeManifestSchema, file)));
}

async function readManifest<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
): Promise<z.output<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new UserError({
      code: "corrupt_manifest",
      what: `${file} is not the manifest it should be.`,
      why: "It was changed, or written by a later version of iamspect.",
      fix: "Audit again, and remove the snapshot with `iamspect snapshots prune`.",
      cause,
    });
  }
}
