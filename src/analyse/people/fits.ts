import { z } from "zod";
import { userCondition } from "../../assess/data-condition.js";
import { asOfSql } from "../../assess/run.js";
import type { Dialect } from "../../engine/engine.js";
import { selectorMembers, selectorSql } from "./selector.js";

/** Whom an entry of our own data is about: one of `any` fits, or `when` holds, SQL on a user `u` and any credential `c` of it. */
export const fitMembers = {
  any: z.array(z.strictObject(selectorMembers)).min(1).optional(),
  when: z.string().optional(),
} as const;

const fit = z.object(fitMembers);

/** A condition over a row `u` of iam_users joined with its account `a`. Never NULL. */
export function fitsSql({ any, when }: z.output<typeof fit>, dialect: Dialect): string {
  const conditions = (any ?? []).map((selected) => selectorSql(selected, dialect));
  if (when !== undefined) conditions.push(userCondition(when, asOfSql("u")));
  return `coalesce(${conditions.map((condition) => `(${condition})`).join(" OR ")}, FALSE)`;
}
