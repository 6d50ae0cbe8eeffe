import { z } from "zod";
import type { Origin, PolicySource } from "./policy-source.js";
import type { Subject } from "./subject.js";

/** A policy of a scenario: the document, or its text. */
export const policy = z.record(z.string(), z.unknown()).or(z.string());
type Policy = z.infer<typeof policy>;

const policyArn = z
  .string()
  .regex(/^arn:[^:]+:iam::(\d{12}|aws):policy\/.+/, "not the ARN of a managed policy");

/** Documents of managed policies by ARN, for whoever has them. */
export const managedPolicies = z.record(policyArn, policy).default({});
export type ManagedPolicies = z.infer<typeof managedPolicies>;

/** Policies that somebody has, each with how; null: not collected. Without `doc`: the managed policy of that ARN. */
export const identity = z
  .array(z.strictObject({ src: z.string(), arn: policyArn.optional(), doc: policy.optional() }))
  .nullable();
type Attached = NonNullable<z.infer<typeof identity>>[number];
/** null: none set; "missing": not collected; else a policy, or the ARN of a managed one. */
export const boundary = z.literal("missing").or(policyArn).or(policy).nullable().default(null);
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

/** A managed policy; without its document: known to be there, and not collected. */
function managed(origin: Origin, arn: string, document: Policy | undefined): PolicySource {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return document === undefined
    ? { origin, name, arn, text: null }
    : { ...source(origin, name, document), arn };
}

/** The ARN of `managed:ARN`. */
function arnIn(src: string): string | undefined {
  const found = src.slice(src.indexOf(":") + 1);
  return src.startsWith("managed:") && policyArn.safeParse(found).success ? found : undefined;
}

/** A policy of a user or role: inline under its `src`, or managed under its ARN. */
export function attached(origin: Origin, one: Attached, known: ManagedPolicies): PolicySource {
  const arn = one.arn ?? arnIn(one.src);
  if (arn !== undefined) return managed(origin, arn, one.doc ?? known[arn]);
  return one.doc === undefined
    ? { origin, name: one.src, arn: null, text: null }
    : source(origin, one.src, one.doc);
}

export function chainOf(levels: z.infer<typeof scps>): Subject["scps"] {
  if (levels === null) return "missing";
  if (levels.length === 0) return "none";
  return levels.map((level, depth) =>
    level.map((one, index) => source("scp", `scps[${depth}][${index}]`, one)),
  );
}

export function boundaryOf(found: z.infer<typeof boundary>, known: ManagedPolicies): Subject["boundary"] {
  if (found === null) return "none";
  if (found === "missing") return "missing";
  if (typeof found === "string" && policyArn.safeParse(found).success) {
    return managed("boundary", found, known[found]);
  }
  return source("boundary", "boundary", found);
}

/** Names of tags in lower case: condition keys ignore it. */
export function tagsOf(found: z.infer<typeof tags>): ReadonlyMap<string, string> | null {
  return found && new Map(Object.entries(found).map(([name, value]) => [name.toLowerCase(), value]));
}
