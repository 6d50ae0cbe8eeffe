import type { Dirent } from "node:fs";
import { chmod, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/user-error.js";

const OTHERS_WRITE = 0o022;

/** A lake, and the folders in it, that others than its owner can write into: they could put any evidence there. */
export async function openToOthers(lake: string): Promise<string[]> {
  // Windows keeps permissions elsewhere.
  if (process.platform === "win32") return [];
  const entries = await readdir(lake, { withFileTypes: true }).catch((): Dirent[] => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(lake, name));
  const open: string[] = [];
  for (const folder of [lake, ...folders]) {
    const mode = (await stat(folder).catch(() => undefined))?.mode ?? 0;
    if ((mode & OTHERS_WRITE) !== 0) open.push(folder);
  }
  return open;
}

/**
 * Makes a lake that others can write into its owner's alone. Gives the folders that were open.
 *
 * @throws UserError where it belongs to somebody else, or is no lake but a folder with other things in it
 */
export async function makePrivate(lake: string): Promise<string[]> {
  const open = await openToOthers(lake);
  if (open.length === 0) return open;
  const owner = (await stat(lake)).uid;
  if (owner !== process.getuid?.()) throw refused(lake, "it belongs to somebody else");
  if (!(await isLake(lake))) throw refused(lake, "other things than a lake are in it");
  try {
    for (const folder of open) await chmod(folder, 0o700);
  } catch (cause) {
    throw refused(lake, cause instanceof Error ? cause.message : String(cause));
  }
  if ((await openToOthers(lake)).length > 0) throw refused(lake, "its file system keeps no permissions");
  return open;
}

async function isLake(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.length === 0 || names.includes("manifests") || names.includes("collecting");
}

function refused(lake: string, why: string): UserError {
  return new UserError({
    code: "lake_not_private",
    what: `Others can write into the lake ${lake}, and so change what is judged.`,
    why: `It is not changed here: ${why}.`,
    fix: "Take that permission away (chmod go-w), or name another place with --lake DIR.",
    exitCode: 1,
  });
}
