import { thousands } from "../model/listed.js";
import type { BenchmarkResult, BenchmarkRow, BenchmarkSource } from "../model/results/benchmark.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers, wrapped } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { percentText } from "./text.js";

/** Published figures beside ours for people, source by source. */
export function benchmarkText({ sources, rows }: BenchmarkResult, view: View): string {
  const { paint, width } = view;
  const parts = sources.map((source) => {
    const own = rows.filter((row) => row.source === source.id);
    return part(source, own, view);
  });
  const title = paint.bold("iamspect benchmark");
  return `${[title, ...parts, paint.dim(paragraph(LEGEND, width))].join("\n\n")}\n`;
}

const LEGEND =
  "lower, higher: beyond the 95 % interval of our own figure; alike: within it; open: what is unknown could turn it either way," +
  " or the published figure is a lower bound (> ...). Default parameters, whatever iamspect.yaml says. A dash: nothing to compare.";

function part(source: BenchmarkSource, rows: readonly BenchmarkRow[], view: View): string {
  const { paint, width } = view;
  const when = source.published === undefined ? "" : `, ${source.published}`;
  const quoted = source.verified === "secondary" ? " (as quoted by others)" : "";
  const cohort = Object.entries(source.cohort).map(
    ([what, n]) => `${typeof n === "number" ? thousands(n) : n} ${what.replaceAll("_", " ")}`,
  );
  const title = source.title === undefined ? "" : `, ${source.title}`;
  const head = paragraph(`${source.id}  ${source.publisher}${title}${when}${quoted}`, width, "", "  ");
  const words = rows.flatMap(({ figure, definition, notes }) =>
    [...(definition === null ? [] : [definition]), ...notes].map((text) => `${figure}: ${text}`),
  );
  return [
    head.replace(source.id, paint.bold),
    ...(cohort.length === 0 ? [] : [paint.dim(paragraph(`cohort: ${cohort.join(", ")}`, width, "", "  "))]),
    rowGrid(rows, view),
    ...words.map((line) => paint.dim(paragraph(line, width, "  ", "    "))),
  ].join("\n");
}

function rowGrid(rows: readonly BenchmarkRow[], { paint, width }: View): string {
  const colour: Record<string, (text: string) => string> = { lower: paint.green, higher: paint.red };
  const columns = [
    wrapped("FIGURE"),
    { ...wrapped("OF"), spare: 1 },
    ...numbers("PUBLISHED", "OURS"),
    { ...number("95 %", paint.dim), spare: 2 },
    { ...number("FAIL"), spare: 4 },
    { ...number("UNKNOWN"), spare: 3 },
    { ...number("ALL"), spare: 5 },
    wrapped("STANDS", (text: string) => (colour[text.trim()] ?? paint.dim)(text)),
  ];
  return grid(columns, rows.map(cells), width);
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
  return [...head, percentText(row.percent), ends, ...counts, row.standing ?? "nothing is known"];
}
