import { thousands } from "../../model/listed.js";
import type { Breakdown, Dropped, TriedCount } from "../../model/results/tuning.js";
import { RANK } from "../../model/status.js";
import { USER_KINDS } from "../../model/user-kind.js";
import type { UserGroup } from "./groups.js";
import type { TunePattern } from "./read-patterns.js";
import type { Tried } from "./tried-settings.js";

/** What each of the tried settings comes to, the strictest first. `missing`: accounts of which no subject is known. */
export function countTried(
  tried: readonly Tried[],
  patterns: readonly TunePattern[],
  groups: readonly UserGroup[],
  missing: number,
): TriedCount[] {
  const counted = tried.map((one, index): TriedCount => {
    const count = (rank: number) => total(patterns.filter(({ ranks }) => ranks[index] === rank));
    return {
      settings: one.settings,
      current: one.current,
      standards: one.standards,
      fail: count(RANK.fail),
      pass: count(RANK.pass),
      unknown: count(RANK.unknown) + missing,
      not_applicable: count(RANK.not_applicable),
      drops: dropped(onlyWith(patterns, 0, index), groups),
      adds: total(onlyWith(patterns, index, 0)),
      looser_than: tried.flatMap(({ standards }, other) => {
        if (standards.length === 0) return [];
        const { subjects, safe } = dropped(onlyWith(patterns, other, index), groups);
        return subjects === 0 ? [] : standards.map((standard) => ({ standard, subjects, safe }));
      }),
    };
  });
  return counted.sort((a, b) => b.fail - a.fail || Number(b.current) - Number(a.current));
}

/** Who fails now. */
export function failingNow(patterns: readonly TunePattern[], groups: readonly UserGroup[]): Breakdown {
  return breakdown(
    patterns.filter(({ ranks }) => ranks[0] === RANK.fail),
    groups,
  );
}

/** Those who fail with one of what is tried, and not with another. */
function onlyWith(patterns: readonly TunePattern[], one: number, other: number): TunePattern[] {
  return patterns.filter(({ ranks }) => ranks[one] === RANK.fail && ranks[other] !== RANK.fail);
}

function total(patterns: readonly TunePattern[]): number {
  return patterns.reduce((sum, { subjects }) => sum + subjects, 0);
}

function breakdown(patterns: readonly TunePattern[], groups: readonly UserGroup[]): Breakdown {
  const kinds = USER_KINDS.map((kind) => [kind, total(patterns.filter((one) => one.kind === kind))] as const);
  return {
    subjects: total(patterns),
    kinds: Object.fromEntries(kinds.filter(([, subjects]) => subjects > 0)),
    groups: groups
      .map((group) => ({
        id: group.id,
        title: group.title,
        subjects: total(patterns.filter((one) => one.groups.includes(group))),
      }))
      .filter(({ subjects }) => subjects > 0),
  };
}

function dropped(patterns: readonly TunePattern[], groups: readonly UserGroup[]): Dropped {
  return { ...breakdown(patterns, groups), ...judgement(patterns, groups) };
}

/**
 * Groups that are safe are so for a time, whatever else their members are; of the others none may be in an unsafe group, and
 * where they are in none at all, people must decide.
 */
function judgement(
  patterns: readonly TunePattern[],
  groups: readonly UserGroup[],
): Pick<Dropped, "safe" | "why"> {
  if (total(patterns) === 0) return { safe: null, why: "it drops nobody" };
  const rest = patterns.filter((one) => !one.groups.some(({ safe }) => safe));
  const of = (group: UserGroup) => total(rest.filter((one) => one.groups.includes(group)));
  const worst = groups.find((group) => of(group) > 0);
  if (worst !== undefined)
    return { safe: "no", why: `${worst.title} (${thousands(of(worst))}): ${worst.reason}` };
  if (rest.length > 0)
    return {
      safe: "decide",
      why: `of ${thousands(total(rest))} nothing is known that makes it safe or unsafe`,
    };
  const safe = groups.filter((group) => group.safe && patterns.some((one) => one.groups.includes(group)));
  return { safe: "yes", why: safe.map(({ title, reason }) => `${title}: ${reason}`).join("; ") };
}
