import { lstat } from "node:fs/promises";
import { UserError } from "../model/user-error.js";
import type { FileEntry } from "./manifest.js";

/** What is wrong with a file of the lake: it is missing, or has not the size it was written with; undefined: nothing. */
export async function sizeFault(file: string, { bytes }: FileEntry): Promise<string | undefined> {
  const size = (await lstat(file).catch(() => undefined))?.size;
  if (size === bytes) return undefined;
  return size === undefined ? "it is missing" : "its size is wrong";
}

/** What to tell a person about a file of the lake that is not whole. */
export function corrupt(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: "corrupt_file",
    what: `${file} cannot be read: ${why}.`,
    fix: "`iamspect snapshots verify` names all such files. Audit again: a snapshot can always be made anew from its sources.",
    exitCode: 1,
    ...(cause === undefined ? {} : { cause }),
  });
}
