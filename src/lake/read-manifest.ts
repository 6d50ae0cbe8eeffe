import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { snapshotPruned } from "../model/snapshot-pruned.js";
import { UserError } from "../model/user-error.js";
import { namesIn, systemCode } from "./files.js";
import { refuseLinks } from "./links.js";

/** A file of the folder `manifests`, and when it was written. */
export interface DatedName {
  readonly name: string;
  readonly at: number;
}

/** Manifests of a lake by name, those that are wanted. One that is pruned at this very moment is none. */
export async function manifestNames(lake: string, wanted: (name: string) => boolean): Promise<DatedName[]> {
  const folder = join(lake, "manifests");
  await refuseLinks(lake, folder);
  const names = (await namesIn(folder)).filter(wanted);
  const dated = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return found === undefined ? [] : [{ name, at: found.mtimeMs }];
    }),
  );
  return dated.flat();
}

/** Throws `UserError` when a manifest is gone, or not what it should be. */
export async function readManifest<Schema extends z.ZodType>(
  schema: Schema,
  { lake, file, snapshotId }: { readonly lake: string; readonly file: string; readonly snapshotId: string },
): Promise<z.output<Schema>> {
  await refuseLinks(lake, file);
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") throw snapshotPruned(snapshotId, cause);
    throw new UserError({
      code: "corrupt_manifest",
      what: `${file} is not the manifest it should be.`,
      why: "It was changed, or written by a later version of iamspect.",
      fix: "Audit again, and remove the snapshot with `iamspect snapshots prune`.",
      cause,
    });
  }
}
