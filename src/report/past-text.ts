import { thousands } from "../model/listed.js";
import type { OpenSince } from "../model/results/trend.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { bar, spark } from "./spark.js";

const CAVEAT =
  "One snapshot tells only of what is still open: what was fixed before it is not in these figures, so the true ones lay higher," +
  " the further back the more. Audit again, and trend tells what is new and what is fixed.";

/** What one snapshot tells of the past, for people: month by month of one control, a line each of several. */
export function pastText(past: readonly OpenSince[], view: View): string {
  const { paint, width } = view;
  const [only] = past;
  const table = past.length === 1 && only !== undefined ? monthGrid(only, view) : lineGrid(past, view);
  return `${table}\n${paint.dim(paragraph(CAVEAT, width))}`;
}

const WIDEST_BAR = 50;
/** So many columns stand before a bar. */
const BESIDE_BAR = 34;

function monthGrid({ months, since_unknown: unknown }: OpenSince, { paint, width }: View): string {
  const top = (months.at(-1)?.open ?? 0) + unknown;
  const rows = months.map(({ month, began, open }) => [
    month,
    thousands(began),
    thousands(open),
    bar(open, top, Math.min(WIDEST_BAR, width - BESIDE_BAR)),
  ]);
  const undated = unknown === 0 ? [] : [["unknown", thousands(unknown), "", ""]];
  return grid(
    ["SINCE", ...numbers("BEGAN", "STILL OPEN"), { title: "", paint: paint.dim }],
    [...rows, ...undated],
    width,
  );
}

/** So many months are a line; what began before them is in the first. */
const MONTHS = 36;

function lineGrid(past: readonly OpenSince[], { paint, width }: View): string {
  const newest = past
    .flatMap(({ months }) => months.map(({ month }) => month))
    .sort()
    .at(-1);
  const shown = newest === undefined ? [] : monthsUpTo(newest, MONTHS);
  const rows = past.map(({ control_id: id, months, since_unknown: unknown }) => {
    const openAt = (month: string) => months.findLast((one) => one.month <= month)?.open ?? 0;
    return [
      id,
      thousands((months.at(-1)?.open ?? 0) + unknown),
      months[0]?.month ?? "-",
      thousands(unknown),
      months.length === 0 ? "" : spark(shown.map(openAt)),
    ];
  });
  const title = shown.length === 0 ? "" : `${shown[0]} TO ${shown.at(-1)}`;
  return grid(
    [
      "CONTROL",
      number("OPEN NOW"),
      { title: "OLDEST", spare: 2 },
      { ...number("UNDATED"), spare: 1 },
      { title, paint: paint.dim },
    ],
    rows,
    width,
  );
}

/** The months up to one of them, `2021-01`, oldest first. */
function monthsUpTo(month: string, count: number): string[] {
  const last = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const number = last - count + 1 + index;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
  });
}
