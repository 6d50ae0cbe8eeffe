import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import type { Entity, LakeTable } from "../../model/entity.js";

/** What a table of the snapshots is called where the rows of all of them are read as one, told apart by `snapshot`. */
export function seriesOf({ name }: Pick<LakeTable, "name">): string {
  return `${name}_h`;
}

/** The kinds of things that findings of a table are about: others need no look. */
export async function kindsIn(engine: Engine, findings: string): Promise<ReadonlySet<string>> {
  const rows = await engine.all(`SELECT DISTINCT subject_kind AS kind FROM ${findings}`);
  return new Set(rows.map(({ kind }) => String(kind)));
}

/** What some controls judge, in the order in which the controls name it. */
export function entitiesOf(controls: readonly Control[]): readonly Entity[] {
  return [...new Map(controls.map(({ entity }) => [entity.kind, entity])).values()];
}
