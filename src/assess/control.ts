import type { ControlDeclaration } from "../model/control.js";
import type { Select } from "./select.js";
import type { Token } from "./tokens.js";

/** A check: its declaration, its query taken apart, and where both came from. */
export interface Control {
  readonly declaration: ControlDeclaration;
  readonly select: Select;
  /** SQL conditions of the declaration, checked and taken apart, by the name `conditionName` gives them. */
  readonly conditions: ReadonlyMap<string, readonly Token[]>;
  /** The three files as text: the stored verdicts are keyed by a hash of them. */
  readonly source: { readonly yaml: string; readonly sql: string };
  /** The folder, for messages. */
  readonly folder: string;
}
