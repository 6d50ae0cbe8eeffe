import { renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type FolderState, sameDemo } from "./folder.js";
import { MARKER_FILE } from "./marker.js";

/**
 * Gives the complete folder `staging` the name `target`, instead of what stands there. An earlier demonstration is
 * put aside first and deleted last, so that at no moment a part of one has the name.
 *
 * @param state what `target` was found to be
 * @throws what the file system says, after putting the earlier demonstration back
 */
export function putInPlace(staging: string, target: string, state: FolderState): void {
  const retired = `${staging}-old`;
  if (state === "empty") rmdirSync(target);
  if (state === "demo") renameSync(target, retired);
  try {
    renameSync(staging, target);
  } catch (error) {
    if (state === "demo") renameSync(retired, target);
    // Another process may have written the same demonstration in the meantime; then the work is done.
    if (state === "demo" || !sameDemo(staging, target)) throw error;
    discard(staging);
  }
  discard(retired);
}

/** Deletes a folder, its marker first: what remains of it when that is cut short does not look complete. */
export function discard(folder: string): void {
  rmSync(join(folder, MARKER_FILE), { force: true });
  rmSync(folder, { recursive: true, force: true });
}
