import type { ControlDeclaration } from "../control.js";
import type { Severity } from "../status.js";

/** A control in a line; `parameters` with their defaults. */
export type ControlSummary = {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly parameters: string;
  /** Requirements of the standard that is asked for, where one is. */
  readonly requirements?: string;
};

/** A framework in a line: how many requirements are listed, and how many of each coverage. */
export type FrameworkSummary = {
  readonly id: string;
  readonly requirements: number;
  readonly covered: number;
  readonly partly: number;
  readonly manual: number;
  readonly not_covered: number;
  readonly title: string;
};

/** All of a control but its cases. */
export type ControlDetails = Omit<ControlDeclaration, "mappings"> & {
  /** Requirements that it answers, by framework. */
  readonly mappings: Readonly<Record<string, readonly string[]>>;
  readonly sql: string;
};

/** Whether a case of a control holds. */
export type CaseResult = {
  readonly result: "ok" | "FAILED";
  readonly control: string;
  readonly case: string;
  readonly problems: string;
};
