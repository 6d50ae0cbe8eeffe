import type { Control } from "../../assess/control.js";
import type { Entity, LakeTable } from "../../model/entity.js";

/** What a table of the snapshots is called where the rows of all of them are read as one, told apart by `snapshot`. */
export function seriesOf({ name }: Pick<LakeTable, "name">): string {
  return `${name}_h`;
}

/** What some controls judge, in the order in which the controls name it. */
export function entitiesOf(controls: readonly Control[]): readonly Entity[] {
  return [...new Map(controls.map(({ entity }) => [entity.kind, entity])).values()];
}
