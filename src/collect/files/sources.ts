import { readdir, stat } from "node:fs/promises";
import { basename, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../../model/user-error.js";

/** What the demonstration says of itself is no evidence. */
const DEMO_FILES = new Set(["demo.json", "demo-changes.json"]);
const READABLE = /\.(csv|json|txt)(\.gz)?$|(^|\/)accounts\.ya?ml$/i;

/** Is a file in a folder worth a look? One that is named itself is always read. */
function isWanted(path: string): boolean {
  return READABLE.test(path) && !DEMO_FILES.has(basename(path));
}

/** A file to read: where it is, and how messages call it. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  /** A person named this very file, so it must be one that can be read. */
  readonly named: boolean;
}

/**
 * Expands files, folders and glob patterns to the files in them, in a stable order, none twice.
 * Throws `UserError` for a source that does not exist or holds nothing to read.
 */
export async function expandSources(sources: readonly string[]): Promise<SourceFile[]> {
  const files = new Map<string, SourceFile>();
  for (const source of sources) {
    for (const file of await expandSource(source)) {
      const place = resolve(file.path);
      if (!files.has(place)) files.set(place, file);
    }
  }
  return [...files.values()];
}

async function expandSource(source: string): Promise<SourceFile[]> {
  const found = await stat(source).catch(() => undefined);
  if (found?.isDirectory() === false) return [{ path: source, name: source, named: true }];
  const files = found === undefined ? (await matching(source)).filter(isWanted) : await walk(source);
  files.sort();
  if (files.length > 0) return files.map((path) => ({ path, name: path, named: false }));
  throw new UserError({
    code: "no_input",
    what:
      found === undefined
        ? `There is no file, folder or pattern ${source}.`
        : `${source} holds no file to read.`,
    why: "iamspect reads .csv, .json and .txt files, also with .gz, and accounts.yaml.",
    fix: "Name credential reports, or a folder of them; `iamspect audit --help` shows examples.",
  });
}

async function matching(pattern: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  return await glob(pattern, { absolute: isAbsolute(pattern), dot: false });
}

/** The files in a folder that are worth a look, and folders below it that cannot be read: reading says why. */
async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UserError({ code: "unreadable_folder", what: `The folder ${folder} cannot be read.`, cause });
  });
  const below = entries
    .filter((entry) => !entry.name.startsWith("."))
    .map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return await walk(path).catch(() => [path]);
      return isWanted(path) ? [path] : [];
    });
  return (await Promise.all(below)).flat();
}
