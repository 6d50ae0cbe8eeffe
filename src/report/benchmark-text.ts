import { thousands } from "../model/listed.js";
import type { BenchmarkResult, BenchmarkRow, BenchmarkSource } from "../model/results/benchmark.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import type { Paint } from "./paint.js";
import { percentText, plainText } from "./text.js";

/** Published figures beside ours for people, source by source. */
export function benchmarkText(result: BenchmarkResult, { paint }: View): string {
  const { snapshot_id, as_of, sources, rows } = result;
  const head = `${paint.bold("iamspect benchmark")}  as of ${as_of}  snapshot ${plainText(snapshot_id)}`;
  const parts = sources.map((source) => {
    const own = rows.filter((row) => row.source === source.id);
    return part(source, own, paint);
  });
  return `${head}\n\n${parts.join("\n\n")}\n\n${paint.dim(LEGEND)}\n`;
}

const LEGEND =
  "lower, higher: beyond the 95 % interval of our own figure; alike: within it; open: what is unknown could turn it either way,\n" +
  "or the published figure is a lower bound (> ...). Default parameters, whatever iamspect.yaml says. A dash: nothing to compare.";

function part(source: BenchmarkSource, rows: readonly BenchmarkRow[], paint: Paint): string {
  const when = source.published === undefined ? "" : `, ${source.published}`;
  const quoted = source.verified === "secondary" ? " (as quoted by others)" : "";
  const cohort = Object.entries(source.cohort).map(
    ([what, n]) => `${typeof n === "number" ? thousands(n) : n} ${what.replaceAll("_", " ")}`,
  );
  const title = source.title === undefined ? "" : `, ${source.title}`;
  const head = `${paint.bold(source.id)}  ${source.publisher}${title}${when}${quoted}`;
  const words = rows.flatMap(({ figure, definition, notes }) =>
    [...(definition === null ? [] : [definition]), ...notes].map((text) => `  ${figure}: ${text}`),
  );
  return [
    head,
    ...(cohort.length === 0 ? [] : [paint.dim(`cohort: ${cohort.join(", ")}`)]),
    rowGrid(rows, paint),
    ...words.map((line) => paint.dim(line)),
  ].join("\n");
}

function rowGrid(rows: readonly BenchmarkRow[], paint: Paint): string {
  const colour: Record<string, (text: string) => string> = { lower: paint.green, higher: paint.red };
  const columns = [
    ...["FIGURE", "OF"],
    ...numbers("PUBLISHED", "OURS"),
    number("95 %", paint.dim),
    ...numbers("FAIL", "UNKNOWN", "ALL"),
    { title: "STANDS", paint: (text: string) => (colour[text.trim()] ?? paint.dim)(text) },
  ];
  return grid(columns, rows.map(cells));
}

function cells(row: BenchmarkRow): string[] {
  const { fail, unknown, population, percent_low: low, percent_high: high } = row;
  const theirs = `${row.published_is_lower_bound ? "> " : ""}${row.published_percent} %`;
  const head = [row.figure, row.denominator, theirs];
  if (fail === null || unknown === null || population === null) {
    return [...head, "-", "", "", "", "", row.unlike ?? ""];
  }
  const ends = low === null || high === null ? "" : `${low.toFixed(1)} - ${high.toFixed(1)}`;
  const counts = [fail, unknown, population].map(thousands);
  return [...head, percentText(row.percent), ends, ...counts, row.standing ?? ""];
}
