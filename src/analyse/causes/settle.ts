import type { Engine } from "../../engine/engine.js";
import { holdsAcrossAccounts } from "./across-accounts.js";
import type { NumberedCandidates } from "./candidate-numbers.js";
import { type Choice, chooseCauses } from "./choose.js";
import type { TraitCounts } from "./count-traits.js";
import type { Pattern } from "./patterns.js";
import { type Placed, type Places, readPlaces } from "./places.js";
import type { Population } from "./population.js";
import type { Candidate } from "./screen.js";
import type { SubjectTable } from "./subject-table.js";

export interface Settling {
  readonly table: SubjectTable;
  readonly counts: TraitCounts;
  readonly populations: readonly Population[];
  readonly numbered: NumberedCandidates;
  readonly patterns: ReadonlyMap<number, readonly Pattern[]>;
  readonly logThreshold: number;
}

/** A choice that holds across accounts, and where its carriers are. */
export interface Settled {
  readonly choice: Choice;
  readonly places: Places;
}

/** So often others are chosen in place of what did not hold; what does not hold then is left out. */
const ROUNDS = 8;

/**
 * The causes of each control, by its index. What turns out to be no more than the accounts it lies in is refused, and the causes of that control are chosen anew: mostly the accounts themselves then.
 */
export async function settleCauses(engine: Engine, settling: Settling): Promise<Map<number, Settled[]>> {
  const settled = new Map<number, Settled[]>();
  let open = [...settling.patterns.keys()].map((control) => ({ control, refused: new Set<Candidate>() }));
  for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
    const chosen = open.map((one) => ({ ...one, placed: choose(settling, one.control, one.refused) }));
    const places = await readPlaces(
      engine,
      settling.table,
      settling.numbered,
      chosen.flatMap(({ placed }) => placed),
    );
    open = chosen.flatMap(({ control, refused, placed }) => {
      const found = placed.flatMap(({ choice }): Settled[] => {
        const where = places.get(choice);
        return where === undefined ? [] : [{ choice, places: where }];
      });
      const [holding, failing] = partition(found, (one) => holds(settling, one));
      settled.set(control, holding);
      for (const { choice } of failing) for (const one of choice.values) refused.add(one);
      return failing.length === 0 ? [] : [{ control, refused }];
    });
  }
  return settled;
}

function choose(
  { patterns, counts, populations, numbered, logThreshold }: Settling,
  control: number,
  refused: ReadonlySet<Candidate>,
): Placed[] {
  const population = populations[control];
  if (population === undefined) return [];
  const candidates = numbered.candidates.filter((one) => one.control === control);
  const options = { logThreshold, values: counts.values, refused };
  return chooseCauses(patterns.get(control) ?? [], candidates, options).map((choice) => ({
    choice,
    control,
    population,
  }));
}

function holds({ counts, logThreshold }: Settling, { choice, places }: Settled): boolean {
  const { values } = counts;
  return holdsAcrossAccounts(choice, places.spread, {
    logThreshold,
    values: values.get(choice.kind) ?? 1,
    kinds: values.size,
  });
}

function partition<T>(items: readonly T[], fits: (item: T) => boolean): [T[], T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
