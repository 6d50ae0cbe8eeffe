import type { ControlDeclaration, ParameterValue } from "../model/control.js";
import type { Entity, LakeTable } from "../model/entity.js";
import type { Select } from "./select.js";
import type { Token } from "./tokens.js";

/** A check: its declaration, its query taken apart, and where both came from. */
export interface Control {
  readonly declaration: ControlDeclaration;
  /** What it judges. */
  readonly entity: Entity;
  /** The table of subjects that its query reads: the entity's own, or one with a row for each of its rows. */
  readonly table: LakeTable;
  readonly select: Select;
  /** SQL conditions of the declaration, checked and taken apart, by the name `conditionName` gives them. */
  readonly conditions: ReadonlyMap<string, readonly Token[]>;
  /** The three files as text: what was judged is kept under a hash of them. */
  readonly source: { readonly yaml: string; readonly sql: string };
  /** The folder, for messages. */
  readonly folder: string;
  /** Where a framework gives it another name: the id of the control itself. */
  readonly basis?: string;
  /** A person gave it the severity that its declaration has here. */
  readonly regraded?: true;
  /** What a standard asks of it; undefined: none does. */
  readonly asked?: AskedByStandard;
}

/** What the requirements of a standard ask of a control. */
export interface AskedByStandard {
  /** Parameters with the values that are asked for: nothing else changes these. */
  readonly fixed: ReadonlyMap<string, ParameterValue>;
  /** Ids of the requirements that it answers, all or in part. */
  readonly requirements: readonly string[];
  /** What a person set by the name of a requirement, such as `1.11.max_idle_days=60`. */
  readonly set: readonly string[];
}

/** The id of a control itself, whatever a framework calls it. */
export function basisOf({ basis, declaration }: Control): string {
  return basis ?? declaration.id;
}
