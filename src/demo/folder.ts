import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { UserError } from "../model/user-error.js";
import type { DemoVariant } from "./files.js";
import { isCurrent, MARKER_FILE, type Marker, parseMarker } from "./marker.js";

/** What stands where the demonstration is to be written. */
export type FolderState = "absent" | "empty" | "demo";

/** What a demonstration has at its top level; anything else was put there by someone. */
const OURS = /^(?:demo\.json|demo-changes\.json|\d{12}|o-[a-z0-9]{10,32})$/;

/** The real path of a folder, or its absolute path where it does not exist yet. */
export function realFolder(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return resolve(dir);
  }
}

/**
 * Looks whether the demonstration may be written to `folder`.
 *
 * @throws UserError `demo_folder_not_empty`, `demo_folder_not_a_folder` or `demo_folder_in_use`
 */
export function inspectFolder(folder: string, cwd = process.cwd()): FolderState {
  const names = entries(folder);
  if (names === undefined) return "absent";
  const state = names.length === 0 ? "empty" : "demo";
  const foreign = names.find((name) => !OURS.test(name));
  if (state === "demo" && (readMarker(folder) === undefined || foreign !== undefined)) {
    throw new UserError({
      code: "demo_folder_not_empty",
      what: `The folder ${folder} holds files that are not of a demonstration${foreign === undefined ? "" : ` (${foreign})`}.`,
      why: "Writing the demonstration replaces the whole folder, and those files would be lost.",
      fix: "Name another folder, or move these files away.",
    });
  }
  if (contains(folder, cwd)) {
    throw new UserError({
      code: "demo_folder_in_use",
      what: `The folder ${folder} is the current directory, or contains it.`,
      why: "The demonstration is written beside it and then put in its place; your shell would stay in the old folder.",
      fix: "Name a folder below the current directory.",
    });
  }
  return state;
}

/** The marker of the demonstration in `folder`; undefined when there is none that can be read. */
function readMarker(folder: string): Marker | undefined {
  try {
    return parseMarker(readFileSync(join(folder, MARKER_FILE), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether the folder holds this demonstration in this version; the marker is written last, so then all of it. */
export function holdsCurrentDemo(folder: string, variant: DemoVariant): boolean {
  const marker = readMarker(folder);
  return marker !== undefined && isCurrent(marker, variant);
}

/** Whether two folders hold the same demonstration, both complete. */
export function sameDemo(left: string, right: string): boolean {
  const [one, other] = [readMarker(left), readMarker(right)];
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** Undefined when the folder does not exist. */
function entries(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    throw new UserError({
      code: "demo_folder_not_a_folder",
      what: `${folder} is not a folder that can be read (${String(code)}).`,
      fix: "Name another folder for the demonstration.",
      cause: error,
    });
  }
}

function contains(folder: string, other: string): boolean {
  const path = relative(folder, realFolder(other));
  return !(path === ".." || path.startsWith("../") || path.startsWith("..\\") || isAbsolute(path));
}
