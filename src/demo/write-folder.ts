import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../model/user-error.js";
import type { DemoFile, DemoVariant } from "./files.js";
import type { FolderState } from "./folder.js";
import { MARKER_FILE, markerText } from "./marker.js";
import { discard, putInPlace } from "./put-in-place.js";

/**
 * Writes files and, last, the marker to a folder beside `target`, which then takes its name: whoever is killed on
 * the way leaves the old folder or none, never a part of one. Directories are 0700 and files 0600.
 *
 * @param target an absolute path, without links
 * @param state what `target` was found to be
 * @returns the number of files, the marker included
 * @throws UserError `demo_not_written` when the file system refuses
 */
export function writeFolder(
  target: string,
  state: FolderState,
  files: Iterable<DemoFile>,
  variant: DemoVariant = "plain",
  months = 0,
): number {
  let staging: string | undefined;
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    staging = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    const written = fill(staging, files, markerText(variant, months));
    putInPlace(staging, target, state);
    return written;
  } catch (error) {
    if (staging !== undefined) discard(staging);
    throw notWritten(target, error);
  }
}

/** One synchronous write after another: for thousands of small files faster than promises. */
function fill(folder: string, files: Iterable<DemoFile>, marker: string): number {
  const made = new Set<string>();
  let written = 0;
  const write = (path: string, content: string) => {
    writeFileSync(join(folder, path), content, { mode: 0o600, flag: "wx" });
    written += 1;
  };
  for (const { path, content } of files) {
    const parent = dirname(path);
    if (parent !== "." && !made.has(parent)) mkdirSync(join(folder, parent), { mode: 0o700 });
    made.add(parent);
    write(path, content);
  }
  write(MARKER_FILE, marker);
  return written;
}

/** Full disks, read-only folders and the like are for the person to solve; anything else is a bug. */
function notWritten(target: string, error: unknown): unknown {
  if (!(error instanceof Error && "syscall" in error)) return error;
  return new UserError({
    code: "demo_not_written",
    what: `The demonstration could not be written to ${target}.`,
    why: error.message,
    fix: "Name a folder that can be written and replaced, on a disk with 50 MB free (with --full: 500 MB).",
    exitCode: 1,
    cause: error,
  });
}
