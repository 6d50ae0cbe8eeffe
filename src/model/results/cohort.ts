import type { Cell } from "../cell.js";
import type { SharedControl } from "../share.js";
import type { Severity } from "../status.js";
import type { Published } from "./prevalence.js";

/** A percentage, or, where counts were suppressed, the lowest and the highest that it can be. */
export type Percent = number | readonly [number, number];

/** How often something is so in a cohort. Percentages have two decimals; null: of nothing. */
export interface CohortRate {
  /** Of all subjects together. */
  readonly percent: Percent | null;
  /** 95 %, over the organizations; null with fewer than two. */
  readonly interval: readonly [number, number] | null;
  /** 95 %, as if users were independent of each other; Wilson's. */
  readonly interval_of_subjects: readonly [number, number] | null;
  /** How many times larger the variance over organizations is; null: not to be seen, or suppressed. */
  readonly design_effect: number | null;
  /** The percentages of the organizations by themselves. */
  readonly quartiles: { readonly q1: Percent; readonly median: Percent; readonly q3: Percent } | null;
}

/** A control's figures over the organizations that judged it by one definition, with the same parameters. */
export interface CohortFigure extends CohortRate {
  readonly control_id: string;
  readonly definition: string;
  readonly subject: SharedControl["subject"];
  readonly parameters: SharedControl["parameters"];
  /** Organizations, and standalone accounts, that judged it so. */
  readonly organizations: number;
  readonly fail: Cell;
  readonly pass: Cell;
  readonly unknown: Cell;
  readonly not_applicable: Cell;
  readonly population: Cell;
  readonly tiers: readonly (CohortRate & {
    readonly older_than_days: number;
    readonly fail: Cell;
    readonly population: Cell;
  })[];
  readonly labels: readonly { readonly id: string; readonly count: Cell }[];
}

/** Who is in a cohort. */
export interface CohortHead {
  /** Organizations, and standalone accounts. */
  readonly organizations: number;
  /** Of these: whose counts are told only to within some number. */
  readonly suppressed: number;
  readonly accounts: Cell;
  readonly standalone_accounts: Cell;
  readonly users: Cell;
  /** Ascending. */
  readonly months: readonly string[];
  readonly tool_versions: readonly string[];
}

/** What this version of iamspect knows of a control that others counted by. */
export interface KnownDefinition {
  /** Null: this version has no control of this name and definition. */
  readonly title: string | null;
  readonly severity: Severity | null;
  /** Only where definition and parameters are those that it was counted by. */
  readonly published: Published | null;
}

/** The figures of many shared files together. */
export interface CohortResult extends CohortHead {
  /** Files that were not counted because something is wrong with them. */
  readonly not_counted: readonly { readonly file: string; readonly why: string }[];
  readonly controls: readonly (CohortFigure & KnownDefinition)[];
}
