import { isDeepStrictEqual } from "node:util";
import { isMap, isSeq, parseDocument, stringify } from "yaml";
import { UserError } from "../model/user-error.js";
import type { Exception } from "./exception-schema.js";
import { type ExceptionsFile, parseExceptions } from "./read-exceptions.js";

const NEW_FILE = `# Accepted risks: who accepted that a control fails, why, and until when.
version: 1
exceptions:
`;

/**
 * The text of an exceptions file with one more exception at its end; what was there stays as it is, comments and all.
 * Throws a `UserError` where that cannot be done.
 *
 * @param existing the file as it is; undefined: there is none yet
 */
export function addException(
  existing: ExceptionsFile | undefined,
  exception: Exception,
  file: string,
): string {
  const wanted = [...(existing?.entries ?? []).map((entry) => entry.exception), exception];
  for (const candidate of candidates(existing?.text, exception)) {
    if (isDeepStrictEqual(readBack(candidate, file), wanted)) return candidate;
  }
  throw new UserError({
    code: "cannot_add",
    what: `Nothing can be added to ${file} without changing what is in it.`,
    details: entryText(exception).trimEnd().split("\n"),
    fix: "Add these lines yourself.",
  });
}

/** The exceptions that a text holds; undefined when it is malformed. */
function readBack(text: string, file: string): Exception[] | undefined {
  try {
    return parseExceptions(text, file).entries.map(({ exception }) => exception);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Ways to add it: as text behind the last entry, which touches nothing else; else through the YAML document. */
function* candidates(text: string | undefined, exception: Exception): Generator<string> {
  if (text === undefined) {
    yield `${NEW_FILE}${indented(entryText(exception), 2)}`;
    return;
  }
  const spliced = spliceText(text, exception);
  if (spliced !== undefined) yield spliced;
  const document = parseDocument(text, { schema: "core" });
  const list = document.get("exceptions");
  if (isSeq(list) && list.items.length === 0) list.flow = false;
  document.addIn(["exceptions"], document.createNode(exception));
  yield document.toString({ lineWidth: 0 });
}

/** Puts the entry on the lines behind the last one; undefined where the list is not written one entry a line. */
function spliceText(text: string, exception: Exception): string | undefined {
  const document = parseDocument(text, { schema: "core", keepSourceTokens: true });
  const list = isMap(document.contents) ? document.contents.get("exceptions", true) : undefined;
  if (!isSeq(list) || list.srcToken?.type !== "block-seq") return undefined;
  const end = list.range?.[1];
  if (end === undefined) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lineEnd = text[end - 1] === "\n" ? end : text.indexOf("\n", end) + 1;
  const [head, tail] =
    lineEnd === 0 ? [`${text}${newline}`, ""] : [text.slice(0, lineEnd), text.slice(lineEnd)];
  const entry = indented(entryText(exception), list.srcToken.indent).replaceAll("\n", newline);
  return `${head}${entry}${tail}`;
}

function entryText(exception: Exception): string {
  return stringify([exception], { lineWidth: 0, schema: "core" });
}

function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(columns));
}
