import { createHash } from "node:crypto";
import type { Control } from "./control.js";
import type { Token } from "./tokens.js";

/**
 * A short hash of all that decides a control's verdicts and how they are counted, but the values of its parameters:
 * query, subject, credentials, tiers and labels. Words for people may change without it. Counts of two versions of
 * iamspect are counts of the same thing where it is the same.
 */
export function definitionOf({ declaration, select, table, entity }: Control): string {
  const { credentials, tiers, labels } = declaration;
  const parts = [
    [...select.items].map(([name, tokens]) => [name, sqlText(tokens)]).sort(),
    sqlText(select.from),
    [table.name, entity.kind],
    credentials,
    tiers && [tiers.older_than_days, tiers.population, tiers.operator, ...(tiers.limit ? [tiers.limit] : [])],
    Object.keys(labels).sort(),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}

/** Comments are gone already; a line may be broken elsewhere. */
function sqlText(tokens: readonly Token[]): string {
  return tokens
    .map(({ kind, text }) => (kind === "space" ? " " : text))
    .join("")
    .trim();
}
