import { randomBytes } from "node:crypto";
import { chmod, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../model/user-error.js";

/**
 * Writes a text in place of a file of a person's, whole or not at all. A link stays one, and what was readable stays so.
 * Throws `UserError` where it cannot be written.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const partial = `${target}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  try {
    const mode = await stat(target).then(
      (known) => known.mode & 0o777,
      () => undefined,
    );
    const handle = await open(partial, "wx", mode ?? 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // What the process would take from a new file does not matter for an old one.
    if (mode !== undefined) await chmod(partial, mode);
    await rename(partial, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    await rm(partial, { force: true });
    throw new UserError({
      code: "not_writable",
      what: `${file} could not be written.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: "Check who owns it and its folder, or name another file.",
      exitCode: 1,
      cause,
    });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
