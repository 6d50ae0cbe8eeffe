import type { ControlDeclaration } from "../model/control.js";
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
}
