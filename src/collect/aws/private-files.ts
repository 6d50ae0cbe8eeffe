import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../model/user-error.js";

/** Makes a folder, and those above it, that only its owner can read (0700); an existing one is made so. */
export async function preparePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/**
 * Writes a value as JSON that only its owner can read (0600). A reader sees the old file or the whole new one, even
 * after a crash: the text goes to a temporary file beside it, is flushed to the disk, and then takes the name.
 *
 * @throws UserError `cannot_write` when the disk refuses
 */
export async function writePrivateJson(folder: string, name: string, value: unknown): Promise<void> {
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(value, null, 2)}\n`, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, cause: unknown): UserError {
  return new UserError({
    code: "cannot_write",
    what: `${path} cannot be written.`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: "Choose a folder that you may write to and that has room.",
    exitCode: 1,
    cause,
  });
}
