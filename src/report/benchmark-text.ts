import type { BenchmarkResult, BenchmarkRow, BenchmarkSource } from "../model/results/benchmark.js";
import type { View } from "./formats/format.js";
import { grid } from "./grid.js";
import type { Paint } from "./paint.js";
import { percentText, plainText, thousands } from "./text.js";

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
  const right = { align: "right" as const };
  const colour: Record<string, (text: string) => string> = { lower: paint.green, higher: paint.red };
  const columns = [
    { title: "FIGURE" },
    { title: "OF" },
    { title: "PUBLISHED", ...right },
    { title: "OURS", ...right },
    { title: "95 %", ...right, paint: paint.dim },
    { title: "FAIL", ...right },
    { title: "UNKNOWN", ...right },
    { title: "ALL", ...right },
    { title: "STANDS", paint: (text: string) => (colour[text.trim()] ?? paint.dim)(text) },
  ];
  return grid(columns, rows.map(cells));
}

function cells({ figure, denominator, published, ours, standing, unlike }: BenchmarkRow): string[] {
  const theirs = `${published.lower_bound ? "> " : ""}${published.percent} %`;
  if (ours === null) return [figure, denominator, theirs, "-", "", "", "", "", unlike ?? ""];
  const { percent, interval, fail, unknown, of } = ours;
  const ends = interval === null ? "" : `${interval[0].toFixed(1)} - ${interval[1].toFixed(1)}`;
  return [
    figure,
    denominator,
    theirs,
    percentText(percent),
    ends,
    thousands(fail),
    thousands(unknown),
    thousands(of),
    standing ?? "",
  ];
}
