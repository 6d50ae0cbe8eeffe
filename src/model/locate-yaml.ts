import { createRequire } from "node:module";
import type { Document } from "yaml";
import { UserError } from "./user-error.js";

const require = createRequire(import.meta.url);
/** Loaded when there is a YAML to parse: what comes with iamspect was parsed when it was built. */
const yaml = (): typeof import("yaml") => require("yaml");

/** A YAML file as plain values, and where they stand in it. */
export interface LocatedYaml {
  readonly value: unknown;
  /** `exceptions.yaml:12`: the line of what stands at this path, else of the innermost thing that should hold it. */
  place(path: readonly PropertyKey[]): string;
}

/** So many faults of a text that is no YAML are told beside the first: they often follow from it. */
const FURTHER_FAULTS = 10;

/**
 * Parses a YAML text. Throws a `UserError` that names file and line where it is none. Aliases are expanded at most
 * 100 times, so that no small file becomes a huge one.
 */
export function locateYaml(source: string, file: string, code: string): LocatedYaml {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, schema: "core" });
  const [fault, ...others] = document.errors.map(({ message, pos }) => ({
    at: `${file}:${lines.linePos(pos[0]).line}`,
    why: message.split("\n")[0] ?? message,
  }));
  if (fault !== undefined) {
    throw new UserError({
      code,
      what: `${fault.at} is not valid YAML.`,
      why: fault.why,
      details: others.slice(0, FURTHER_FAULTS).map(({ at, why }) => `${at}: ${why}`),
      cause: document.errors[0],
    });
  }
  return {
    value: plainValue(document, file, code),
    place: (path) => {
      const start = startOf(document, path);
      return start === undefined ? file : `${file}:${lines.linePos(start).line}`;
    },
  };
}

function plainValue(document: Document, file: string, code: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError({ code, what: `${file} cannot be read.`, why, cause });
  }
}

function startOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const start = rangeStart(document.getIn(path.slice(0, length), true));
    if (start !== undefined) return start;
  }
  return undefined;
}

function rangeStart(node: unknown): number | undefined {
  if (yaml().isAlias(node) || (typeof node === "object" && node !== null && "range" in node)) {
    const { range } = node;
    return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
  }
  return undefined;
}
