import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";

/** More files than organizations that ever shared: somebody named the wrong folder. */
const MOST_FILES = 100_000;
/** Ours have a few kilobytes. */
const MOST_BYTES = 1 << 18;

/** The files that are meant: those named, and the JSON files of the folders named, in order of their names. */
export async function shareFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const { isFolder } = await look(path);
    if (!isFolder) files.push(path);
    else
      for (const name of (await readdir(path)).sort())
        if (name.endsWith(".json")) files.push(join(path, name));
  }
  if (files.length > 0 && files.length <= MOST_FILES) return files;
  const where = paths.map(plainText).join(", ");
  throw files.length === 0
    ? new UserError({
        code: "no_files",
        what: paths.length === 0 ? "Which files?" : `There is no .json file in ${where}.`,
        fix: "Say iamspect cohort FILE... or DIR, with files that iamspect share wrote.",
      })
    : new UserError({
        code: "too_many_files",
        what: `${where}: ${files.length} files, and no more than ${MOST_FILES} are read.`,
        fix: "Name the folder that holds nothing but shared files.",
      });
}

/** The text of a file. Throws a `UserError` where it is none of ours by its kind or size. */
export async function shareFileText(file: string): Promise<string> {
  const { isFile, size } = await look(file);
  if (!isFile) throw unreadable(file, "It is not a regular file.");
  if (size > MOST_BYTES)
    throw unreadable(file, `It has ${size} bytes; shared files have at most ${MOST_BYTES}.`);
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, message(cause));
  });
}

async function look(path: string): Promise<{ isFolder: boolean; isFile: boolean; size: number }> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, message(cause));
  });
  return { isFolder: found.isDirectory(), isFile: found.isFile(), size: found.size };
}

function unreadable(path: string, why: string): UserError {
  return new UserError({ code: "not_readable", what: `${path} cannot be read.`, why });
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
