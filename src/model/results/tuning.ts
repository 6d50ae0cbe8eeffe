import type { ParameterValue } from "../control.js";
import type { Severity, Status } from "../status.js";
import type { UserKind } from "../user-kind.js";

/** All parameters of a control, by name. */
export type Settings = Readonly<Record<string, ParameterValue>>;

/** Some subjects, and which of them are in which group. A subject may be in several groups. */
export interface Breakdown {
  readonly subjects: number;
  /** People, machines and those nobody can tell; empty where subjects are no users. */
  readonly kinds: Readonly<Partial<Record<UserKind, number>>>;
  readonly groups: readonly { readonly id: string; readonly title: string; readonly subjects: number }[];
}

/** Those who fail now and would not: whether it is safe to drop them. */
export interface Dropped extends Breakdown {
  /** `decide`: some are in no group of which it is known. Null: nobody is dropped. */
  readonly safe: "yes" | "no" | "decide" | null;
  readonly why: string;
}

/** What a control comes to with some settings. Counts are of subjects. */
export interface TriedCount {
  readonly settings: Settings;
  readonly current: boolean;
  readonly standards: readonly string[];
  readonly fail: number;
  readonly pass: number;
  readonly unknown: number;
  readonly not_applicable: number;
  /** Those who fail now and not with these settings, and those who fail only with these. */
  readonly drops: Dropped;
  readonly adds: number;
  /** Standards by which somebody fails who does not fail with these settings, how many, and whether that is safe. */
  readonly looser_than: readonly {
    readonly standard: string;
    readonly subjects: number;
    readonly safe: Dropped["safe"];
  }[];
}

export interface Recommendation {
  readonly settings: Settings;
  /** It is not what is set now. */
  readonly changes: boolean;
  readonly reason: string;
}

/** A pitfall that is one in this data. */
export interface FoundPitfall {
  readonly text: string;
  /** Subjects that it concerns, and how many of them have which verdict. */
  readonly subjects: number;
  readonly verdicts: Readonly<Partial<Record<Status, number>>>;
}

export type ControlTuning = {
  readonly control_id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Who fails now, and how many these are. */
  readonly fail: number;
  readonly failing: Breakdown;
  /** What was tried, the strictest first; only the present settings where there are no parameters. */
  readonly tried: readonly TriedCount[];
  /** Null: it has no parameters. */
  readonly recommendation: Recommendation | null;
  readonly pitfalls: readonly FoundPitfall[];
};

/** How counts change with settings. */
export interface TuneResult {
  readonly tunings: readonly ControlTuning[];
}
