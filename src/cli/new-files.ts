import { mkdir, readdir } from "node:fs/promises";
import { systemCode } from "../lake/files.js";
import { writeNewFile } from "../lake/new-file.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";

/** Writes a file that is not there yet, or, with `overwrite`, replaces it. Throws a `UserError` where that cannot be done. */
export async function writeNew(
  file: string,
  text: string | AsyncIterable<string>,
  overwrite: boolean,
): Promise<void> {
  await writeNewFile(file, text, overwrite).catch((cause: unknown) => {
    // What makes the text may fail, too.
    if (systemCode(cause) === undefined) throw cause;
    throw overwrite && systemCode(cause) === "EEXIST" ? notReplaced(file, cause) : fault(file, cause);
  });
}

/** Makes a folder that only its owner can read, or takes one that is empty, or, with `overwrite`, any. */
export async function makeTargetFolder(folder: string, overwrite: boolean): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (overwrite || (await readdir(folder)).length === 0) return;
  } catch (cause) {
    throw fault(folder, cause);
  }
  throw new UserError({
    code: "not_empty",
    what: `${plainText(folder)} is not empty.`,
    fix: "Name a new or empty folder, or replace files of the same names with --overwrite.",
  });
}

function notReplaced(path: string, cause: unknown): UserError {
  return new UserError({
    code: "exists",
    what: `${plainText(path)} is a link, a folder or a device; --overwrite replaces only files.`,
    fix: "Name another place.",
    cause,
  });
}

function fault(path: string, cause: unknown): UserError {
  const exists = systemCode(cause) === "EEXIST";
  return new UserError({
    code: exists ? "exists" : "not_writable",
    what: exists ? `${plainText(path)} exists already.` : `${plainText(path)} cannot be written.`,
    ...(cause instanceof Error && !exists ? { why: plainText(cause.message) } : {}),
    fix: exists ? "Name another place, or replace a file with --overwrite." : "Name another place.",
    exitCode: exists ? 2 : 1,
    cause,
  });
}
