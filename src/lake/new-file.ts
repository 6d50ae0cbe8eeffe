import { constants } from "node:fs";
import { copyFile, link, lstat, open, rename, rm } from "node:fs/promises";
import { partialFile, removePartials, systemCode } from "./files.js";

/**
 * Writes a file whole or not at all, readable only by its owner. Where the name is taken it fails with the system error
 * EEXIST; with `overwrite` a regular file is replaced, and a link, a folder or a device still is not. A text that comes in pieces is
 * written as it comes.
 */
export async function writeNewFile(
  file: string,
  text: string | AsyncIterable<string>,
  overwrite = false,
): Promise<void> {
  await removePartials(file);
  const partial = partialFile(file);
  try {
    await writeSynced(partial, text);
    if (overwrite && (await isRegularFile(file))) await rename(partial, file);
    else await placeNew(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeSynced(file: string, text: string | AsyncIterable<string>): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    if (typeof text === "string") await handle.writeFile(text);
    else for await (const piece of text) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A second name for the same file fails where the name is taken; not all file systems know second names. */
async function placeNew(partial: string, file: string): Promise<void> {
  await link(partial, file).catch(async (cause: unknown) => {
    if (systemCode(cause) === "EEXIST") throw cause;
    await copyFile(partial, file, constants.COPYFILE_EXCL);
  });
}

async function isRegularFile(file: string): Promise<boolean> {
  const found = await lstat(file).catch((cause: unknown) => {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw cause;
  });
  return found?.isFile() === true;
}
