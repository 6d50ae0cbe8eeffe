import { z } from "zod";
import { parseArn } from "../model/arn.js";
import { parseTime } from "../model/time.js";

/** Values of AWS's JSON, checked and brought into the form that tables have them in. */

/** Half of a pair of surrogates in JSON text, where escapes spell it: the first half without the second, or the second without the first. */
const SPELT_SURROGATE =
  /\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}/i;
/** The last second of the year 9999, behind which times can no longer be written. */
const LAST_SECOND = 253_402_300_799;

/** Without half of a pair of surrogates: JSON can spell it, but it is no character, and no engine reads text that has it. */
export const text = z.string().refine((value) => value.isWellFormed(), "must be Unicode text");

export const arn = text.refine((value) => parseArn(value) !== undefined, "must be an ARN");

/** Whole epoch seconds of a date as the CLI prints it (ISO 8601) or as JSON protocols carry it (a number). */
export const when = z.union([z.string(), z.number()]).transform((value, context) => {
  const seconds = typeof value === "number" ? Math.floor(value) : parseTime(value);
  if (seconds !== undefined && Math.abs(seconds) <= LAST_SECOND) return seconds;
  context.addIssue("must be a time");
  return z.NEVER;
});

/** What an INTEGER can hold. */
export const whole = z.int32({ error: "must be a whole number" });

/** Tags as JSON text: an object of strings. */
export const tags = z
  .array(z.object({ Key: text, Value: text }))
  .nullish()
  .transform((all) => JSON.stringify(Object.fromEntries((all ?? []).map(({ Key, Value }) => [Key, Value]))));

/** A policy as JSON text: it arrives as an object (AWS CLI), or as text that may be URL-encoded (API). */
export const policyText = z
  .union([z.record(z.string(), z.unknown()), text])
  .transform((document) => (typeof document === "string" ? decoded(document) : JSON.stringify(document)))
  .refine((json) => !spellsSurrogate(json), "must be Unicode text");

/** A value that AWS may leave out: null then. A default takes a fifth of the time of a transformation. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().default(null);
}

/** Text that AWS leaves out, or gives empty, where there is none: null then. */
export const maybeText = maybe(text).transform((value) => value || null);

/** Does JSON text spell half of a pair of surrogates? An escaped backslash is none that begins an escape. */
function spellsSurrogate(json: string): boolean {
  return SPELT_SURROGATE.test(json.replaceAll("\\\\", "  "));
}

/** Text that is no valid URL encoding is kept as it is: the policy parser says why it is none. */
function decoded(document: string): string {
  if (document.trimStart().startsWith("{")) return document;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
