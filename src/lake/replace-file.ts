import { chmod, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../model/user-error.js";
import { partialFile, removePartials, sync } from "./files.js";

/**
 * Replaces a file by a text, whole or not at all: a reader sees the old text or the new one. It keeps its mode.
 * A link stays one, and what it names is replaced.
 *
 * @param expected what the file held when the text was made; undefined: it did not exist. Where it holds something else by
 * now, somebody else has written it, and nothing is done
 * @throws UserError when it was changed meanwhile or cannot be written
 */
export async function replaceFile(file: string, text: string, expected: string | undefined): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await removePartials(target);
  const partial = partialFile(target);
  try {
    const mode = (await stat(target).catch(() => undefined))?.mode;
    await writeFile(partial, text, { flag: "wx" });
    if (mode !== undefined) await chmod(partial, mode & 0o777);
    await sync(partial);
    if ((await readFile(target, "utf8").catch(() => undefined)) !== expected) throw changed(file);
    await rename(partial, target);
    await sync(dirname(target));
  } catch (cause) {
    await rm(partial, { force: true });
    if (cause instanceof UserError) throw cause;
    throw new UserError({
      code: "not_writable",
      what: `${file} cannot be written.`,
      ...(cause instanceof Error ? { why: cause.message } : {}),
      fix: "Check who owns it and its folder, or name another file.",
      exitCode: 1,
      cause,
    });
  }
}

function changed(file: string): UserError {
  return new UserError({
    code: "file_changed",
    what: `${file} was changed while this was at work; it stays as it is.`,
    fix: "Run the command again.",
    exitCode: 1,
  });
}
