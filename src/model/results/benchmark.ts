import type { PictureHead } from "./picture.js";
/** Where published figures are from. */
export interface BenchmarkSource {
  readonly id: string;
  readonly publisher: string;
  readonly title?: string | undefined;
  readonly published?: string | number | undefined;
  /** `secondary`: as quoted by others. */
  readonly verified: "primary" | "secondary";
  readonly cohort: Readonly<Record<string, string | number>>;
}

/** Where our figure lies beside a published one. `open`: what is not known, or not published, could turn it either way. */
export type Standing = "lower" | "alike" | "higher" | "open";

/** A published figure, and ours of the same definition and denominator: null where there is none. */
export type BenchmarkRow = {
  readonly source: string;
  readonly figure: string;
  /** What exactly was counted, where the name does not say it. */
  readonly definition: string | null;
  /** What both are a part of. */
  readonly denominator: string;
  readonly published_percent: number | null;
  readonly published_numerator: number | null;
  readonly published_denominator: number | null;
  readonly published_is_lower_bound: boolean;
  readonly fail: number | null;
  readonly unknown: number | null;
  readonly population: number | null;
  readonly percent: number | null;
  /** The 95 % interval of `percent`. */
  readonly percent_low: number | null;
  readonly percent_high: number | null;
  readonly standing: Standing | null;
  /** Why there is no figure of ours. */
  readonly unlike: string | null;
  readonly notes: readonly string[];
};

/** Published figures beside those of a snapshot, or of several that are shown as one. */
export interface BenchmarkResult {
  readonly head: PictureHead;
  readonly sources: readonly BenchmarkSource[];
  readonly rows: readonly BenchmarkRow[];
}
