import { z } from "zod";
import type { Origin, PolicySource, Subject } from "./subject.js";

/** A policy of a scenario: the document, or its text. */
export const policy = z.record(z.string(), z.unknown()).or(z.string());
type Policy = z.infer<typeof policy>;

/** Policies that somebody has, each with how; null: not collected. */
export const identity = z.array(z.strictObject({ src: z.string(), doc: policy })).nullable();
/** null: none set; "missing": not collected. */
export const boundary = z.literal("missing").or(policy).nullable().default(null);
/** Levels from the root to the account; null: not collected; []: no organization. */
export const scps = z.array(z.array(policy)).nullable();
/** null: not known. */
export const tags = z.record(z.string(), z.string()).nullable().default({});

export function source(origin: Origin, name: string, document: Policy): PolicySource {
  return {
    origin,
    name,
    arn: null,
    text: typeof document === "string" ? document : JSON.stringify(document, null, 2),
  };
}

export function chainOf(levels: z.infer<typeof scps>): Subject["scps"] {
  if (levels === null) return "missing";
  if (levels.length === 0) return "none";
  return levels.map((level, depth) =>
    level.map((one, index) => source("scp", `scps[${depth}][${index}]`, one)),
  );
}

export function boundaryOf(found: z.infer<typeof boundary>): Subject["boundary"] {
  if (found === null) return "none";
  return found === "missing" ? "missing" : source("boundary", "boundary", found);
}

/** Names of tags in lower case: condition keys ignore it. */
export function tagsOf(found: z.infer<typeof tags>): ReadonlyMap<string, string> | null {
  return found && new Map(Object.entries(found).map(([name, value]) => [name.toLowerCase(), value]));
}
