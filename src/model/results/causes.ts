import type { Severity } from "../status.js";
import type { TraitKind } from "../trait-kinds.js";

/** Values of one kind of trait, the surest first. */
export interface Trait {
  readonly kind: TraitKind;
  readonly values: readonly string[];
}

/** What part of the failing subjects of a control share more than the others do. Counts are of subjects. */
export interface Cause extends Trait {
  /** Carriers that fail, and all carriers that pass or fail. */
  readonly fail: number;
  readonly carriers: number;
  /** The same of those that do not carry it. */
  readonly rest_fail: number;
  readonly rest: number;
  /** Of all failing subjects of the control, the part that carries it, in percent. */
  readonly percent_of_failing: number;
  /** The share of failing among carriers divided by that among the rest; null: nobody else fails. */
  readonly lift: number | null;
  /** Adjusted for all hypotheses; of several values that of the least sure one. 0: too small for a number. */
  readonly p_adjusted: number;
  readonly log10_p_adjusted: number;
  /** The part that no cause above it covers. */
  readonly beyond: { readonly fail: number; readonly carriers: number };
  /** Carriers of which it is not known whether they fail. */
  readonly unknown: number;
  /** It would hold as well if all others of whom nothing is known failed, and no such carrier did. */
  readonly holds_whatever_is_unknown: boolean;
  /** Accounts that failing carriers are in, and those with most of them. */
  readonly accounts: number;
  readonly top_accounts: readonly { readonly account_id: string; readonly fail: number }[];
  /** Of bursts: how many there are. */
  readonly bursts: number | null;
  /** Other traits that nearly the same subjects carry. */
  readonly alike: readonly (Trait & { readonly jaccard: number })[];
}

export interface ControlCauses {
  readonly control_id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Who fails, in words. */
  readonly failing: string;
  /** Subjects that could fail and do, that pass or fail, and of which it is not known. */
  readonly fail: number;
  readonly judged: number;
  readonly unknown: number;
  readonly causes: readonly Cause[];
}

/** The root causes that were found. */
export interface CauseSearch {
  /** Hypotheses that were tested: a trait and a control each. */
  readonly tested: number;
  readonly controls: readonly ControlCauses[];
}
