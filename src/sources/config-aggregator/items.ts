import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";
import { REGION } from "../../model/collection.js";
import { text } from "../values.js";

/** What Config writes as JSON in a text, once or twice over, as the value that it means. */
const unpacked = z.unknown().transform((value) => {
  let found: unknown = value;
  for (let times = 0; times < 2 && typeof found === "string"; times += 1) found = parsed(found);
  return found;
});

const item = z.object({
  accountId: text.regex(ACCOUNT_ID, "must be the 12 digits of an account ID"),
  awsRegion: text.regex(REGION, "must be a Region such as eu-central-1"),
  resourceId: text,
  configuration: unpacked.optional(),
  supplementaryConfiguration: unpacked.optional(),
});

/** A resource as AWS Config recorded it. */
export type Item = z.output<typeof item>;

/** The resources of an answer, in the order of their ids, and how many of it do not say which account and Region they are of. */
export function readItems(results: readonly string[]): {
  readonly items: readonly Item[];
  readonly lost: number;
} {
  const items = results.flatMap((result) => {
    const { data } = item.safeParse(parsed(result));
    return data === undefined ? [] : [data];
  });
  items.sort((a, b) => (a.resourceId < b.resourceId ? -1 : a.resourceId > b.resourceId ? 1 : 0));
  return { items, lost: results.length - items.length };
}

/** A part of the supplementary configuration: an object; undefined: it is not there. */
export function part(found: unknown, name: string): object | undefined {
  if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
  const value = unpacked.parse(Reflect.get(found, name));
  return typeof value === "object" && value !== null ? value : undefined;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
