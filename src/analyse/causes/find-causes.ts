import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import type { Entity } from "../../model/entity.js";
import type { Cause, CauseSearch, ControlCauses } from "../../model/results/causes.js";
import { ENTITIES } from "../../sources/tables.js";
import { createAccountTraits } from "./account-traits.js";
import { type NumberedCandidates, numberCandidates } from "./candidate-numbers.js";
import { createCarried } from "./carried-table.js";
import { countTraits, type TraitCounts } from "./count-traits.js";
import { describeChoice } from "./describe-choice.js";
import { readPatterns } from "./patterns.js";
import { countBursts } from "./places.js";
import { type Population, readPopulations } from "./population.js";
import { screen } from "./screen.js";
import { settleCauses } from "./settle.js";
import { type CauseScope, createSubjectTable, type SubjectTable } from "./subject-table.js";
import { inOwnSchema } from "./work-tables.js";

interface Prepared {
  readonly table: SubjectTable;
  readonly counts: TraitCounts;
  readonly populations: readonly Population[];
}

/**
 * Looks for what the failing subjects of each control share more than the others do, in an opened snapshot with its
 * derived tables. docs/causes.md says how, and what it can and cannot show. Controls stand in the order of the plan.
 */
export async function findCauses(engine: Engine, scope: CauseScope): Promise<CauseSearch> {
  return await inOwnSchema(engine, async () => {
    await createAccountTraits(engine, scope.asOf);
    const prepared: Prepared[] = [];
    const judged = new Set<Entity>(scope.plan.controls.map(({ entity }) => entity));
    for (const entity of ENTITIES.filter((one) => judged.has(one))) {
      scope.onStep?.(`Judging each ${entity.words.one}`);
      const table = await createSubjectTable(engine, scope, entity);
      if (table === undefined) continue;
      scope.onStep?.(`Counting what each ${entity.words.one} shares with others`);
      const counts = await countTraits(engine, table);
      prepared.push({ table, counts, populations: await readPopulations(engine, table) });
    }
    const { tested, logThreshold, candidates } = screen(prepared);
    const found = new Map<Control, ControlCauses>();
    for (const [index, one] of prepared.entries()) {
      scope.onStep?.(`Comparing what stands out of each ${one.table.entity.words.one}`);
      const numbered = numberCandidates(candidates[index] ?? []);
      for (const { control, result } of await causesOf(engine, one, numbered, logThreshold)) {
        found.set(control, result);
      }
    }
    return { tested, controls: scope.plan.controls.map((control) => found.get(control) ?? nobody(control)) };
  });
}

/** The causes of the controls of one kind of subject. */
async function causesOf(
  engine: Engine,
  { table, counts, populations }: Prepared,
  numbered: NumberedCandidates,
  logThreshold: number,
): Promise<{ control: Control; result: ControlCauses }[]> {
  if (numbered.candidates.length > 0) await createCarried(engine, table, numbered);
  const settled = await settleCauses(engine, {
    table,
    counts,
    populations,
    numbered,
    patterns: await readPatterns(engine, table, numbered),
    logThreshold,
  });
  const results: { control: Control; result: ControlCauses }[] = [];
  for (const [index, control] of table.controls.entries()) {
    const population = populations[index] ?? { failing: 0, judged: 0, unknown: 0 };
    const causes: Cause[] = [];
    for (const { choice, places } of settled.get(index) ?? []) {
      const bursts = await countBursts(engine, table, index, choice);
      causes.push(describeChoice(choice, { population, logThreshold, places, bursts }));
    }
    const { failing: fail, judged, unknown } = population;
    results.push({ control, result: { ...nobody(control), fail, judged, unknown, causes } });
  }
  return results;
}

/** Nothing is known of a control without subjects. */
function nobody({ declaration }: Control): ControlCauses {
  const { id, title, severity, causes } = declaration;
  const failing = causes?.failing ?? "failing subjects";
  return { control_id: id, title, severity, failing, fail: 0, judged: 0, unknown: 0, causes: [] };
}
