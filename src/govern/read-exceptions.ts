import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { type LocatedYaml, locateYaml } from "../model/locate-yaml.js";
import { UserError } from "../model/user-error.js";
import { type Exception, exceptionsFileSchema } from "./exception-schema.js";

/** Where exceptions are looked for when no file is named. */
export const EXCEPTIONS_FILE = "exceptions.yaml";

export interface ExceptionEntry {
  readonly exception: Exception;
  /** File and line, for messages: `exceptions.yaml:12`. */
  readonly place: string;
}

export interface ExceptionsFile {
  readonly file: string;
  readonly text: string;
  /** In the order of the file. */
  readonly entries: readonly ExceptionEntry[];
}

/**
 * Reads the exceptions: the named file, else ./exceptions.yaml where there is one. Throws a `UserError` that names every
 * malformed entry at once: to judge without an exception that somebody believes in would tell them something wrong.
 */
export async function readExceptions(file: string | undefined): Promise<ExceptionsFile | undefined> {
  const path = file ?? EXCEPTIONS_FILE;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const absent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (file === undefined && absent) return undefined;
    throw new UserError({ code: "no_exceptions", what: `The exceptions ${path} cannot be read.`, cause });
  });
  return text === undefined ? undefined : parseExceptions(text, path);
}

/** Reads the text of an `exceptions.yaml`. */
export function parseExceptions(text: string, file: string): ExceptionsFile {
  const yaml = locateYaml(text, file, "bad_exceptions");
  const result = exceptionsFileSchema.safeParse(yaml.value);
  const faults = [
    ...(result.error?.issues ?? []).map((issue) => schemaFault(yaml, issue)),
    ...takenIds(yaml),
  ];
  if (!result.success || faults.length > 0) throw malformed(file, faults);
  const entries = result.data.exceptions.map((exception, index) => ({
    exception,
    place: yaml.place(["exceptions", index]),
  }));
  return { file, text, entries };
}

/** What is wrong with an entry, by its number in the file; -1: with the file as a whole. */
interface Fault {
  readonly index: number;
  readonly text: string;
}

function schemaFault(yaml: LocatedYaml, issue: z.core.$ZodIssue): Fault {
  const [list, index, ...member] = issue.path;
  const path = issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  if (list !== "exceptions" || typeof index !== "number") {
    const about = issue.path.length === 0 ? "the file" : issue.path.join(".");
    return { index: -1, text: `${yaml.place(path)}: ${about}: ${issue.message}.` };
  }
  const about = [entryName(yaml.value, index), ...(member.length === 0 ? [] : [member.join(".")])];
  return { index, text: `${yaml.place(path)}: ${about.join(": ")}: ${issue.message}.` };
}

/** Ids that an earlier entry has; looked for also where other things are wrong, so that all is told at once. */
function takenIds(yaml: LocatedYaml): Fault[] {
  const first = new Map<string, number>();
  return rawEntries(yaml.value).flatMap((entry, index) => {
    const id = rawId(entry);
    const earlier = id === undefined ? undefined : first.get(id);
    if (id === undefined) return [];
    if (earlier === undefined) {
      first.set(id, index);
      return [];
    }
    const other = yaml.place(["exceptions", earlier, "id"]);
    const place = yaml.place(["exceptions", index, "id"]);
    return [{ index, text: `${place}: exception ${id}: id: is taken by the exception at ${other}.` }];
  });
}

function entryName(value: unknown, index: number): string {
  return `exception ${rawId(rawEntries(value)[index]) ?? `number ${index + 1}`}`;
}

function rawEntries(value: unknown): readonly unknown[] {
  const list = typeof value === "object" && value !== null && "exceptions" in value ? value.exceptions : [];
  return Array.isArray(list) ? list : [];
}

function rawId(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null || !("id" in entry)) return undefined;
  return typeof entry.id === "string" ? entry.id : undefined;
}

function malformed(file: string, faults: readonly Fault[]): UserError {
  const entries = new Set(faults.map(({ index }) => index).filter((index) => index >= 0)).size;
  const what =
    entries === 0
      ? `${file} is malformed.`
      : `${file}: ${entries} ${entries === 1 ? "exception is" : "exceptions are"} malformed.`;
  return new UserError({
    code: "bad_exceptions",
    what,
    details: [...faults].sort((a, b) => a.index - b.index).map(({ text }) => text),
    why: "Nothing is judged without an exception that is meant to hold.",
    fix: "Correct them; docs/exceptions.md describes the format.",
  });
}
