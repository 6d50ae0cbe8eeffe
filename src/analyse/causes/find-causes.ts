import type { Control } from "../../assess/control.js";
import type { JudgePlan } from "../../assess/plan.js";
import { SUBJECT_TABLES, type SubjectKind } from "../../assess/subject-tables.js";
import type { Engine } from "../../engine/engine.js";
import { createAccountTraits } from "./account-traits.js";
import { type NumberedCandidates, numberCandidates } from "./candidate-numbers.js";
import { createCarried } from "./carried-table.js";
import type { CauseSearch, ControlCauses } from "./cause.js";
import { type Choice, chooseCauses } from "./choose.js";
import { countTraits, type TraitCounts } from "./count-traits.js";
import { describeChoice } from "./describe-choice.js";
import { readPatterns } from "./patterns.js";
import { readPlaces } from "./places.js";
import { type Population, readPopulations } from "./population.js";
import { screen } from "./screen.js";
import { createSubjectTable, type SubjectTable } from "./subject-table.js";
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
export async function findCauses(engine: Engine, plan: JudgePlan, asOf: number): Promise<CauseSearch> {
  return await inOwnSchema(engine, async () => {
    await createAccountTraits(engine, asOf);
    const prepared: Prepared[] = [];
    for (const kind of Object.keys(SUBJECT_TABLES) as SubjectKind[]) {
      const table = await createSubjectTable(engine, plan, kind, asOf);
      if (table === undefined) continue;
      const counts = await countTraits(engine, table);
      prepared.push({ table, counts, populations: await readPopulations(engine, table) });
    }
    const { tested, logThreshold, candidates } = screen(prepared);
    const found = new Map<Control, ControlCauses>();
    for (const [index, one] of prepared.entries()) {
      const numbered = numberCandidates(candidates[index] ?? []);
      for (const { control, result } of await causesOf(engine, one, numbered, logThreshold)) {
        found.set(control, result);
      }
    }
    return { tested, controls: plan.controls.map((control) => found.get(control) ?? nobody(control)) };
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
  const patterns = await readPatterns(engine, table, numbered);
  const chosen = table.controls.map((_, index): Choice[] =>
    chooseCauses(
      patterns.get(index) ?? [],
      numbered.candidates.filter(({ control }) => control === index),
      { logThreshold, values: counts.values },
    ),
  );
  const places = await readPlaces(engine, table, numbered, chosen);
  return table.controls.map((control, index) => {
    const population = populations[index] ?? { failing: 0, judged: 0, unknown: 0 };
    const causes = (chosen[index] ?? []).map((choice) =>
      describeChoice(choice, population, logThreshold, places.get(choice)),
    );
    const { failing: fail, judged, unknown } = population;
    return { control, result: { ...nobody(control), fail, judged, unknown, causes } };
  });
}

/** Nothing is known of a control without subjects. */
function nobody({ declaration }: Control): ControlCauses {
  const { id, title, severity, causes } = declaration;
  const failing = causes?.failing ?? "failing subjects";
  return { control_id: id, title, severity, failing, fail: 0, judged: 0, unknown: 0, causes: [] };
}
