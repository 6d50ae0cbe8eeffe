import type { TraitKind } from "../../model/trait-kinds.js";
import { isExclusive } from "./kinds.js";
import { LIMITS } from "./limits.js";
import type { Candidate } from "./screen.js";

/** Bits of a number that stays exact in JavaScript. */
const MAX_BITS = 50;
/** Of a kind of which a subject can have several values, so many are looked at for each control. */
const BEST_OF_SEVERAL = 5;

/** The candidates that are looked at closer, with a number for each value of their kinds. */
export interface NumberedCandidates {
  readonly candidates: readonly Candidate[];
  /** Value -> number. A subject has the number of its value, or the sum of them where it can have several. */
  readonly numbers: ReadonlyMap<TraitKind, ReadonlyMap<string, number>>;
}

/** Numbers the values of the surest candidates: 1, 2, 3, ... of an exclusive kind, else powers of two. */
export function numberCandidates(all: readonly Candidate[]): NumberedCandidates {
  const byKind = new Map<TraitKind, Candidate[]>();
  for (const one of all) {
    const own = byKind.get(one.kind);
    if (own === undefined) byKind.set(one.kind, [one]);
    else own.push(one);
  }
  const numbers = new Map<TraitKind, Map<string, number>>();
  const kept: Candidate[] = [];
  for (const [kind, own] of byKind) {
    const values = new Map<string, number>();
    const [most, next] = isExclusive(kind)
      ? [Number.POSITIVE_INFINITY, () => values.size + 1]
      : [MAX_BITS, () => 2 ** values.size];
    for (const candidate of surest(own, isExclusive(kind) ? LIMITS.maxValues : BEST_OF_SEVERAL)) {
      if (!values.has(candidate.value)) {
        if (values.size >= most) continue;
        values.set(candidate.value, next());
      }
      kept.push(candidate);
    }
    numbers.set(kind, values);
  }
  return { candidates: kept, numbers };
}

/** The surest of each control, the surest of all first. */
function surest(candidates: readonly Candidate[], count: number): Candidate[] {
  const sorted = [...candidates].sort((a, b) => a.logP - b.logP || (a.value < b.value ? -1 : 1));
  const taken = new Map<number, number>();
  return sorted.filter(({ control }) => {
    const before = taken.get(control) ?? 0;
    taken.set(control, before + 1);
    return before < count;
  });
}
