import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { namesIn } from "./files.js";
import { MADE_MANIFEST, SNAPSHOT_ID } from "./layout.js";

/**
 * What a lake holds of snapshots that are not there, relative to it: manifests of what was made from them, and folders of tables
 * without a manifest, `<table>/snapshot_id=<id>` and `version=<version>` below that. Where nobody is at work they are left over.
 *
 * @param ids the snapshots there are
 */
export async function findOrphans(lake: string, ids: readonly string[]): Promise<string[]> {
  const snapshots = new Set(ids);
  const versions = new Set<string>();
  const found: string[] = [];
  for (const name of await namesIn(join(lake, "manifests"))) {
    const [, id, version] = MADE_MANIFEST.exec(name) ?? [];
    if (id === undefined) continue;
    if (snapshots.has(id)) versions.add(`${id} ${version}`);
    else found.push(join("manifests", name));
  }
  for (const table of await tableFolders(lake)) {
    for (const { folder, value: id } of await partitions(lake, table, "snapshot_id")) {
      if (!SNAPSHOT_ID.test(id)) continue;
      if (!snapshots.has(id)) found.push(folder);
      else {
        const made = await partitions(lake, folder, "version");
        found.push(...made.filter(({ value }) => !versions.has(`${id} ${value}`)).map((one) => one.folder));
      }
    }
  }
  return found;
}

/** The folders of a lake that hold tables. A link is none. */
export async function tableFolders(lake: string): Promise<string[]> {
  const entries = await readdir(lake, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "manifests")
    .map(({ name }) => name);
}

/** Folders `<key>=<value>` in a folder below the lake. */
async function partitions(lake: string, parent: string, key: string) {
  const names = await namesIn(join(lake, parent));
  return names
    .filter((name) => name.startsWith(`${key}=`))
    .map((name) => ({ folder: join(parent, name), value: name.slice(key.length + 1) }));
}
