import type { NotListed } from "../../model/results/fixes.js";
import { type FixDeclaration, type Held, HOLDERS, hoursOf } from "./catalogue.js";
import type { PartStats } from "./fix-stats.js";
import type { Ranked } from "./greedy.js";

/** Hours with two decimals, rounded down, so that a sum of them is never more than the hours there are. */
export function hoursOfPart(fix: FixDeclaration, held: Held): number {
  return Math.floor(100 * hoursOf(fix, held) + 1e-6) / 100;
}

/** What of a ranking is in none of the parts of a list. */
export function notListed(ranked: readonly Ranked[], parts: readonly PartStats[]): NotListed {
  const rest = { fixes: 0, credentials: 0, emergencies: 0, hours: 0 };
  for (const [place, { candidate, credentials }] of ranked.entries()) {
    const own = parts.filter((part) => part.place === place);
    const left = Object.fromEntries(
      HOLDERS.map((kind) => [kind, credentials[kind] - own.reduce((sum, { held }) => sum + held[kind], 0)]),
    ) as Held;
    const count = HOLDERS.reduce((sum, kind) => sum + left[kind], 0);
    if (count === 0) continue;
    rest.fixes += 1;
    rest.credentials += count;
    if (candidate.fix.emergency !== undefined) rest.emergencies += count;
    rest.hours += hoursOf(candidate.fix, left) - (own.length > 0 ? candidate.fix.effort.hours : 0);
  }
  return { ...rest, hours: Math.round(10 * rest.hours) / 10 };
}
