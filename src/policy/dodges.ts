import { type CompiledClause, clauseTruth } from "./conditions.js";
import { CONTEXTS, factsOf, type Principal } from "./context.js";
import { FRESH } from "./parse-policy.js";

/** What users can change of themselves so that a condition about them no longer holds. */
export type Dodge = "name" | "tag" | "untag";

const TAG = "aws:principaltag/";

/** A text that a pattern matches. */
function instanceOf(pattern: string): string {
  return pattern.replace(/[*?]/g, "x");
}

/** Texts worth trying: one that no pattern names, and one for each pattern. */
function candidates(clause: CompiledClause): readonly string[] {
  return [FRESH, ...clause.values.flatMap(({ fixed }) => (fixed === null ? [] : [instanceOf(fixed.text)]))];
}

/** The user under a new name, or under the name and path of an ARN. */
function renamed(principal: Principal, text: string): Principal {
  const path = text.includes(":user/") ? text.slice(text.indexOf(":user/") + 6) : text;
  const home = principal.arn.slice(0, principal.arn.indexOf(":user/") + 6);
  return { ...principal, name: path.slice(path.lastIndexOf("/") + 1), arn: home + path };
}

function tagged(principal: Principal, tag: string, value: string | null): Principal {
  const tags = new Map(principal.tags === "chosen" ? [] : principal.tags);
  if (value === null) tags.delete(tag);
  else tags.set(tag, value);
  return { ...principal, tags };
}

/** The users that somebody can turn into, by what they change. */
function changes(clause: CompiledClause, principal: Principal): readonly (readonly [Dodge, Principal])[] {
  const { key } = clause;
  if (key === "aws:username" || key === "aws:principalarn")
    return candidates(clause).map((text) => ["name", renamed(principal, text)]);
  if (!key.startsWith(TAG)) return [];
  const tag = key.slice(TAG.length);
  return [
    ...candidates(clause).map((text) => ["tag", tagged(principal, tag, text)] as const),
    ["untag", tagged(principal, tag, null)],
  ];
}

/** How a user who may rename or tag itself makes a condition about itself fail. */
export function dodgesOf(clause: CompiledClause, principal: Principal): readonly Dodge[] {
  if (principal.kind !== "user") return [];
  const fails = changes(clause, principal).filter(
    ([, changed]) => clauseTruth(clause, factsOf(changed, CONTEXTS.key)) === "F",
  );
  return [...new Set(fails.map(([dodge]) => dodge))];
}
