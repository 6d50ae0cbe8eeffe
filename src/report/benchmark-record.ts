import type { BenchmarkRow } from "../analyse/benchmark/benchmark.js";
import type { OutputRecord } from "./records.js";

/** A published figure and ours, as it is put out: one cell a number. Percentages; null where there is nothing to compare. */
export function benchmarkRecord({ published, ours, ...row }: BenchmarkRow): OutputRecord {
  return {
    source: row.source,
    figure: row.figure,
    definition: row.definition,
    denominator: row.denominator,
    published_percent: published.percent,
    published_numerator: published.numerator,
    published_denominator: published.denominator,
    published_is_lower_bound: published.lower_bound,
    fail: ours?.fail ?? null,
    unknown: ours?.unknown ?? null,
    population: ours?.of ?? null,
    percent: ours?.percent ?? null,
    percent_low: ours?.interval?.[0] ?? null,
    percent_high: ours?.interval?.[1] ?? null,
    standing: row.standing,
    unlike: row.unlike,
    notes: row.notes,
  };
}
