import type { Severity } from "../status.js";

/** Lower and upper end of a percentage, two decimals. */
export type PercentInterval = readonly [low: number, high: number];

/** A published figure for a control, with the definition of what was counted and of what it is a part. */
export interface Published {
  readonly source: string;
  readonly publisher: string;
  readonly definition: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly percent: number | null;
  /** Where the publisher says only "more than". */
  readonly percent_above: number | null;
  readonly tiers: readonly {
    older_than_days: number;
    numerator: number;
    denominator: number;
    percent: number | null;
  }[];
  readonly notes: readonly string[];
}

/** How often a control fails. Counts are of subjects (users, or accounts for root), not of credentials. */
export interface Prevalence {
  readonly control_id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly not_applicable: number;
  /** All four statuses. */
  readonly population: number;
  /** 100 x fail / population, two decimals; null where nothing is known of anything. */
  readonly percent: number | null;
  /** Of `percent`, 95 %: meant for subjects that are a sample of more of their kind. A census needs none. */
  readonly interval: PercentInterval | null;
  /** 100 x fail / (fail + pass). */
  readonly percent_judged: number | null;
  /** Where the true percentage lies, whatever the unknown ones turn out to be. */
  readonly percent_bounds: readonly [number, number] | null;
  /** Of `unknown`: accounts whose subjects nothing lists, or Regions of them. */
  readonly unknown_accounts: number;
  /** Of `fail`: for want of evidence that could have excused them. */
  readonly assumed: number;
  readonly tiers: readonly {
    readonly older_than_days: number;
    readonly name: string | null;
    readonly fail: number;
    readonly population: number;
    readonly percent: number | null;
    readonly interval: PercentInterval | null;
  }[];
  /** Subjects counted apart, whatever their status. */
  readonly labels: readonly { readonly id: string; readonly title: string; readonly count: number }[];
  readonly published: Published | null;
}
