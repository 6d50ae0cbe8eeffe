import type { Control } from "../../assess/control.js";
import { unlistedOf } from "../../assess/missing-evidence.js";
import type { JudgePlan } from "../../assess/plan.js";
import type { Engine } from "../../engine/engine.js";
import type { Entity } from "../../model/entity.js";
import type { ControlTuning } from "../../model/results/tuning.js";
import { ENTITIES } from "../../sources/tables.js";
import { inSchema } from "../in-schema.js";
import { countTried, failingNow } from "./count-tried.js";
import { groupsFor, readPitfalls, readTunePatterns } from "./read-patterns.js";
import { recommend } from "./recommend.js";
import { triedSettings } from "./tried-settings.js";
import { createTuneTable, hasSubjects, type TuneData, type Tuned } from "./tune-table.js";

const SCHEMA = "tune";

/**
 * How the count of each control changes with its settings, whom another setting would drop, what to set, and where the
 * control misleads in this data. Controls stand in the order of the plan. docs/tuning.md tells what it means.
 */
export async function tuneControls(
  engine: Engine,
  plan: JudgePlan,
  data: TuneData,
): Promise<ControlTuning[]> {
  return await inSchema(engine, SCHEMA, async () => {
    const found = new Map<Control, ControlTuning>();
    for (const entity of ENTITIES) {
      const tuned = plan.controls
        .filter((control) => control.entity === entity)
        .map((control) => ({ control, tried: triedSettings(control, plan.runs) }));
      if (tuned.length === 0) continue;
      for (const [index, tuning] of (await tuneKind(engine, entity, tuned, data)).entries()) {
        const control = tuned[index]?.control;
        if (control !== undefined) found.set(control, tuning);
      }
      data.onProgress?.(found.size, plan.controls.length);
    }
    return plan.controls.flatMap((control) => found.get(control) ?? []);
  });
}

async function tuneKind(
  engine: Engine,
  entity: Entity,
  tuned: readonly Tuned[],
  data: TuneData,
): Promise<ControlTuning[]> {
  const table = `${SCHEMA}.${entity.kind}`;
  const some = await hasSubjects(engine, entity);
  if (some) await createTuneTable(engine, table, { entity, tuned, data });
  const pitfalls = some ? await readPitfalls(engine, table, tuned, data) : [];
  const groups = groupsFor(entity, data);
  const absent = (await unlistedOf(engine, entity)).length;
  const tunings: ControlTuning[] = [];
  for (const [index, one] of tuned.entries()) {
    const { id, title, severity, tiers } = one.control.declaration;
    const patterns = some ? await readTunePatterns(engine, table, index, one, groups) : [];
    const tried = countTried(one.tried, patterns, groups, absent);
    const failing = failingNow(patterns, groups);
    tunings.push({
      control_id: id,
      title,
      severity,
      fail: failing.subjects,
      failing,
      tried,
      recommendation: recommend(tried, tiers?.limit),
      pitfalls: pitfalls[index] ?? [],
    });
  }
  return tunings;
}
