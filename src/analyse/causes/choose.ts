import { TRAIT_KINDS, type TraitKind } from "../../model/trait-kinds.js";
import { logUpperTail } from "./hypergeometric.js";
import { isExclusive } from "./kinds.js";
import { LIMITS } from "./limits.js";
import { logChoose } from "./log-factorial.js";
import type { Pattern } from "./patterns.js";
import type { Population } from "./population.js";
import { type Candidate, liftOf } from "./screen.js";

/** One or several values of a kind of trait, that explain part of the failing. */
export interface Choice {
  readonly kind: TraitKind;
  /** The surest first. */
  readonly values: readonly Candidate[];
  /** Other kinds of traits that nearly the same subjects carry. */
  readonly alike: readonly {
    readonly kind: TraitKind;
    readonly values: readonly Candidate[];
    readonly jaccard: number;
  }[];
  /** Among all that are judged. */
  readonly all: Counted;
  /** Among those that no choice before this one covers. */
  readonly beyond: Counted;
}

export interface Counted {
  readonly carriers: number;
  readonly failing: number;
  readonly unknown: number;
}

export interface ChoiceOptions {
  /** As `screen` gave it: what holds among the rest must be as sure as what held among all. */
  readonly logThreshold: number;
  /** How many values there are of each kind. */
  readonly values: ReadonlyMap<TraitKind, number>;
  /** Candidates that are no causes, but may be told of as what carriers of one share as well. */
  readonly refused: ReadonlySet<Candidate>;
}

/**
 * Picks causes one after the other: the set of values that explains most, then the best one among the subjects that
 * carry none of it, and so on (sequential covering). What the first cause explains thus never shows again as an account
 * within its unit, or as the name that its tool gives. It only takes away from what `screen` found sure.
 */
export function chooseCauses(
  patterns: readonly Pattern[],
  candidates: readonly Candidate[],
  { logThreshold, values, refused }: ChoiceOptions,
): Choice[] {
  const total = populationOf(patterns);
  const open = candidates.filter((one) => !refused.has(one));
  const choices: Choice[] = [];
  let left = patterns;
  while (choices.length < LIMITS.maxCauses) {
    const population = populationOf(left);
    const sets = kindsOf(open).flatMap((kind) => {
      const own = open.filter((one) => one.kind === kind);
      const set = bestSet(left, own, population, logThreshold, values.get(kind) ?? 1);
      return set === undefined ? [] : [{ kind, ...set }];
    });
    const worth = sets.filter(
      (set) =>
        liftOf(set.counted, population) >= LIMITS.minLift &&
        set.counted.failing >= LIMITS.minCover * total.failing,
    );
    const [best] = worth.sort(
      (a, b) =>
        a.logScore - b.logScore ||
        a.values.length - b.values.length ||
        TRAIT_KINDS.indexOf(a.kind) - TRAIT_KINDS.indexOf(b.kind),
    );
    if (best === undefined) break;
    const carriers = carriersOf(best.values);
    choices.push({
      kind: best.kind,
      values: best.values,
      alike: alike(patterns, carriers, candidates, best.kind),
      all: count(patterns, carriers),
      beyond: best.counted,
    });
    left = left.filter((pattern) => !carriers(pattern));
  }
  return choices;
}

type Carries = (pattern: Pattern) => boolean;

function carriersOf(values: readonly Candidate[]): Carries {
  const set = new Set(values);
  return ({ carried }) => [...carried].some((one) => set.has(one));
}

function count(patterns: readonly Pattern[], carries: Carries): Counted {
  let [carriers, failing, unknown] = [0, 0, 0];
  for (const pattern of patterns) {
    if (!carries(pattern)) continue;
    carriers += pattern.failing + pattern.passing;
    failing += pattern.failing;
    unknown += pattern.unknown;
  }
  return { carriers, failing, unknown };
}

function populationOf(patterns: readonly Pattern[]): Population {
  const { carriers, failing, unknown } = count(patterns, () => true);
  return { judged: carriers, failing, unknown };
}

function kindsOf(candidates: readonly Candidate[]): TraitKind[] {
  return [...new Set(candidates.map(({ kind }) => kind))].sort();
}

/** A value with its counts among those who are left, and the logarithm of their p-value. */
interface Single {
  readonly value: Candidate;
  readonly counted: Counted;
  readonly logP: number;
}

interface ValueSet {
  /** The surest first. */
  readonly values: readonly Candidate[];
  readonly counted: Counted;
  /** Logarithm of the p-value, times the number of sets that it was picked from. */
  readonly logScore: number;
}

/** The set of values of one kind that is hardest to explain by chance; undefined: none is strong and sure enough. */
function bestSet(
  left: readonly Pattern[],
  candidates: readonly Candidate[],
  population: Population,
  logThreshold: number,
  valuesOfKind: number,
): ValueSet | undefined {
  const tail = ({ carriers, failing }: Counted) =>
    logUpperTail({ all: population.judged, failing: population.failing, carriers, both: failing });
  const singles = countEach(left, candidates)
    .filter(
      ([, counted]) => counted.failing >= LIMITS.minFailing && liftOf(counted, population) >= LIMITS.minLift,
    )
    .map(([value, counted]): Single => ({ value, counted, logP: tail(counted) }))
    .filter(({ logP }) => logP <= logThreshold)
    .sort(bySureness);
  const [surest] = singles;
  if (surest === undefined) return undefined;
  const score = (counted: Counted, size: number) => tail(counted) + logChoose(valuesOfKind, size);
  if (isExclusive(surest.value.kind)) return bestPart(singles, score);
  return { values: [surest.value], counted: surest.counted, logScore: score(surest.counted, 1) };
}

function bySureness(a: Single, b: Single): number {
  return a.logP - b.logP || (a.value.value < b.value.value ? -1 : 1);
}

/**
 * Of values of which each subject has one, the best set is a first part of them in the order of their share of failing
 * (L. Breiman et al., Classification and Regression Trees, 1984, theorem 4.5). It is picked among all sets of its size, so
 * its p-value counts that many times.
 */
function bestPart(
  singles: readonly Single[],
  score: (counted: Counted, size: number) => number,
): ValueSet | undefined {
  const byShare = [...singles].sort(
    (a, b) =>
      b.counted.failing * a.counted.carriers - a.counted.failing * b.counted.carriers || bySureness(a, b),
  );
  let counted: Counted = { carriers: 0, failing: 0, unknown: 0 };
  let best: ValueSet | undefined;
  for (const [index, single] of byShare.entries()) {
    counted = sum(counted, single.counted);
    const logScore = score(counted, index + 1);
    if (best !== undefined && logScore >= best.logScore) continue;
    const values = byShare.slice(0, index + 1).sort(bySureness);
    best = { values: values.map(({ value }) => value), counted, logScore };
  }
  return best;
}

function sum(a: Counted, b: Counted): Counted {
  return {
    carriers: a.carriers + b.carriers,
    failing: a.failing + b.failing,
    unknown: a.unknown + b.unknown,
  };
}

function countEach(patterns: readonly Pattern[], candidates: readonly Candidate[]): [Candidate, Counted][] {
  const own = new Set(candidates);
  const counts = new Map<Candidate, { carriers: number; failing: number; unknown: number }>();
  for (const { carried, failing, passing, unknown } of patterns) {
    for (const one of carried) {
      if (!own.has(one)) continue;
      const counted = counts.get(one) ?? { carriers: 0, failing: 0, unknown: 0 };
      counted.carriers += failing + passing;
      counted.failing += failing;
      counted.unknown += unknown;
      counts.set(one, counted);
    }
  }
  return [...counts];
}

/** What else nearly the same subjects carry: of each other kind the values most of whose carriers are among them. */
function alike(
  patterns: readonly Pattern[],
  carries: Carries,
  candidates: readonly Candidate[],
  kind: TraitKind,
): Choice["alike"] {
  const inside = countEach(patterns.filter(carries), candidates);
  const everywhere = new Map(countEach(patterns, candidates));
  return kindsOf(candidates).flatMap((other) => {
    if (other === kind) return [];
    const values = inside
      .filter(([one, { carriers }]) => {
        return one.kind === other && 2 * carriers > (everywhere.get(one)?.carriers ?? 0);
      })
      .map(([one]) => one)
      .sort((a, b) => a.logP - b.logP || (a.value < b.value ? -1 : 1));
    const theirs = carriersOf(values);
    const either = count(patterns, (pattern) => carries(pattern) || theirs(pattern)).carriers;
    const both = count(patterns, (pattern) => carries(pattern) && theirs(pattern)).carriers;
    const jaccard = either === 0 ? 0 : both / either;
    return jaccard >= LIMITS.sameCarriers ? [{ kind: other, values, jaccard }] : [];
  });
}
