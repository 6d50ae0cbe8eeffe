import { type Document, isAlias, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { UserError } from "./user-error.js";

/**
 * Parses a YAML text and checks it against its schema. Throws a `UserError` that names file, line and
 * what was expected. Aliases are expanded at most 100 times, so that no small file becomes a huge one.
 */
export function readYaml<Schema extends z.ZodType>(
  schema: Schema,
  source: string,
  file: string,
  code = "bad_yaml",
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, schema: "core" });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    const [what = fault.message] = fault.message.split("\n");
    throw new UserError({ code, what: `${file}:${line} is no valid YAML.`, why: what, cause: fault });
  }
  const result = schema.safeParse(plainValue(document, file, code));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const node = document.getIn(path, true) ?? document.getIn(path.slice(0, -1), true);
  const start = rangeStart(node);
  const at = start === undefined ? file : `${file}:${lines.linePos(start).line}`;
  throw new UserError({
    code,
    what: `${at}: ${path.length === 0 ? "the file" : path.join(".")}: ${issue?.message ?? "is not valid"}.`,
    cause: result.error,
  });
}

function plainValue(document: Document, file: string, code: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError({ code, what: `${file} cannot be read.`, why, cause });
  }
}

function rangeStart(node: unknown): number | undefined {
  if (isAlias(node) || (typeof node === "object" && node !== null && "range" in node)) {
    const { range } = node;
    return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
  }
  return undefined;
}
