import { mkdir, readdir, writeFile } from "node:fs/promises";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";

/** Writes a file that is not there yet, readable only by its owner. Throws a `UserError` where that cannot be done. */
export async function writeNew(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
    throw fault(file, cause);
  });
}

/** Makes a folder that only its owner can read, or takes one that is empty. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length === 0) return;
  } catch (cause) {
    throw fault(folder, cause);
  }
  throw new UserError({
    code: "not_empty",
    what: `${plainText(folder)} is not empty.`,
    fix: "Name a new or empty folder.",
  });
}

function fault(path: string, cause: unknown): UserError {
  const exists = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
  return new UserError({
    code: exists ? "exists" : "not_writable",
    what: exists ? `${plainText(path)} exists already.` : `${plainText(path)} cannot be written.`,
    ...(cause instanceof Error && !exists ? { why: plainText(cause.message) } : {}),
    fix: exists ? "Nothing is overwritten: remove it, or name another file." : "Name another place.",
    exitCode: exists ? 2 : 1,
    cause,
  });
}
