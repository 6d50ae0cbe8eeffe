import type { ControlDeclaration } from "../control.js";
import type { Severity } from "../status.js";

/** A control in a line; `parameters` with their defaults. */
export type ControlSummary = {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly parameters: string;
};

/** All of a control but its cases. */
export type ControlDetails = ControlDeclaration & { readonly sql: string };

/** Whether a case of a control holds. */
export type CaseResult = {
  readonly result: "ok" | "FAILED";
  readonly control: string;
  readonly case: string;
  readonly problems: string;
};
