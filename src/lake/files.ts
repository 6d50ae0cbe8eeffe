import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../model/user-error.js";
import { isAtWork, ownerName } from "./owner.js";

/** Makes a folder that only its owner can read. Throws `UserError` when it cannot be made. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    // Making folders above, too, Node says ENOENT of a disk that is read-only.
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => mkdir(folder, { mode: 0o700 }));
  } catch (cause) {
    throw writeFault(folder, cause);
  }
}

/** What lies in a folder; nothing where there is none. One that cannot be read must not look like an empty one. */
export async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch((cause: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes(systemCode(cause) ?? "")) return [];
    throw cause;
  });
}

/** Forces a file or a folder onto the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves a finished file to its place: readable by its owner only, on the disk before it can be seen. */
export async function publish(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to));
  try {
    await chmod(from, 0o600);
    await sync(from);
    await rename(from, to);
    await sync(dirname(to));
  } catch (cause) {
    throw writeFault(to, cause);
  }
}

const PARTIAL = /\.\d+-[0-9a-f-]+\.part$/;

/** Where a file is written before it takes its place. */
export function partialFile(file: string): string {
  return `${file}.${ownerName()}.part`;
}

/** Names of the files in a folder that somebody was writing when a kill came. */
export async function deadPartials(folder: string): Promise<string[]> {
  const dead: string[] = [];
  for (const name of await namesIn(folder)) {
    if (PARTIAL.test(name) && !(await isAtWork(name, join(folder, name)))) dead.push(name);
  }
  return dead;
}

/** Removes what kills left of writing this file. */
export async function removePartials(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await deadPartials(folder)) {
    if (name.replace(PARTIAL, "") === basename(file)) await rm(join(folder, name), { force: true });
  }
}

/** Writes a text file whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await makeFolder(dirname(file));
  const partial = partialFile(file);
  try {
    await writeFile(partial, text, { mode: 0o600 }).catch((cause: unknown) => {
      throw writeFault(file, cause);
    });
    await publish(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** SHA-256 of a file's bytes in hexadecimal, and its size. */
export async function checksum(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { sha256: hash.digest("hex"), bytes: (await stat(file)).size };
}

/** The code of a system error, such as EEXIST. */
export function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** What to tell a person about a file or folder that cannot be written. */
export function writeFault(path: string, cause: unknown): UserError {
  const code = systemCode(cause) ?? "";
  const full = ["ENOSPC", "EFBIG", "EDQUOT"].includes(code);
  return new UserError({
    code: full ? "disk_full" : "not_writable",
    what: `${path} cannot be written.`,
    ...(cause instanceof Error ? { why: cause.message } : {}),
    fix: full
      ? "Free disk space, or name another place with --lake DIR."
      : "Check who owns the folder, or name another place with --lake DIR.",
    exitCode: 1,
    cause,
  });
}
