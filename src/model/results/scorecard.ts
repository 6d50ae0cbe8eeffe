import type { RequirementCoverage } from "../framework.js";

/**
 * pass, fail: its controls decided it; unknown: evidence is missing; not_applicable: there is nothing that it is about; manual: a
 * person must judge; not_covered: nothing looks at it.
 */
export const REQUIREMENT_STATUSES = [
  "pass",
  "fail",
  "unknown",
  "not_applicable",
  "manual",
  "not_covered",
] as const;
export type RequirementStatus = (typeof REQUIREMENT_STATUSES)[number];

/** A requirement of a standard, and what was found. Counts are of subjects, added up over its controls. */
export interface ScoredRequirement {
  readonly id: string;
  readonly section: string | null;
  readonly level: string | null;
  readonly title: string;
  readonly coverage: RequirementCoverage;
  readonly status: RequirementStatus;
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly not_applicable: number;
  /** Of `fail`: how many are excepted. They fail all the same. */
  readonly excepted: number;
  /** Ids of the controls that judged it. */
  readonly controls: readonly string[];
  /** What is missing, and what a person looks at; null: nothing. */
  readonly note: string | null;
  readonly reference: string | null;
}

/** How many requirements have each status, and how many there are. */
export type ScorecardSummary = { readonly [Status in RequirementStatus]: number } & {
  readonly requirements: number;
  /** Those that pass, fail or are about nothing that there is. */
  readonly decided: number;
  /** Of `pass`: in part only. */
  readonly pass_in_part: number;
};

/** Accounts judged by a standard. */
export interface Scorecard {
  readonly framework: string;
  readonly title: string;
  /** What the list of requirements does not tell. */
  readonly note: string | null;
  readonly reference: string | null;
  /** How many requirements the standard has, where not all are listed and the number is known. */
  readonly total: number | null;
  readonly summary: ScorecardSummary;
  readonly requirements: readonly ScoredRequirement[];
}
