import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Dialect } from "../../engine/engine.js";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { isEmptySelector, type Selector, selectorMembers, selectorSql } from "./selector.js";

const FILE = shippedPath("data/break-glass.yaml");

const selector = z.strictObject(selectorMembers);
const schema = z.strictObject({ version: z.literal(1), any: z.array(selector).min(1) });

/** An entry of `break_glass` in `iamspect.yaml`. */
export const breakGlassEntry = selector.refine(
  (one) => !isEmptySelector(one),
  "names no user: give name, path, group, tag or arn",
);

/** Who is a break-glass user: those of `data/break-glass.yaml`, and those that somebody named. */
export async function loadBreakGlass(named: readonly Selector[] = []): Promise<readonly Selector[]> {
  return [...readYaml(schema, await readFile(FILE, "utf8"), FILE).any, ...named];
}

/** Whether a row `u` of iam_users joined with its account `a` is one: a condition that is never NULL. */
export function breakGlassSql(selectors: readonly Selector[], dialect: Dialect): string {
  return `(${selectors.map((one) => selectorSql(one, dialect)).join(" OR ")})`;
}
