import { counted, thousands } from "../model/listed.js";
import {
  type BurnDown,
  type ControlTrend,
  knownOpen,
  PROJECTED_YEARS,
  type TrendResult,
} from "../model/results/trend.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { pastText } from "./past-text.js";
import { spark } from "./spark.js";
import { percentText, plainText } from "./text.js";

/** How the controls went, for people: with one snapshot, what it alone tells of the past. */
export function trendText({ controls: all, past, target }: TrendResult, view: View): string {
  const { paint } = view;
  const known = all.filter(isKnown);
  const controls = known.length === 0 ? all : known;
  const points = controls[0]?.points ?? [];
  const span = [...new Set([points[0]?.as_of, points.at(-1)?.as_of])].join(" to ");
  const many = points.length === 1 ? "1 snapshot" : `${thousands(points.length)} snapshots`;
  const head = `${paint.bold("iamspect trend")}  ${many}, ${span}`;
  const parts =
    points.length < 2
      ? [head, pastText(pastOf(past, controls), view), ...leftOutText(all.length - controls.length, view)]
      : [
          head,
          ...(controls.length === 1
            ? controls.map((one) => pointGrid(one, view))
            : [lastGrid(controls, view)]),
          ...leftOutText(all.length - controls.length, view),
          ...assumedText(controls, view),
          burnDownText(controls, target, view),
          timeToFixText(controls, view),
        ];
  return `${parts.join("\n\n")}\n`;
}

/** In some snapshot something is known of what it judges. */
function isKnown({ points }: ControlTrend): boolean {
  return points.some(({ population, unknown, open }) => unknown < population || open > 0);
}

function pastOf(past: TrendResult["past"], controls: readonly ControlTrend[]): TrendResult["past"] {
  const ids = new Set(controls.map(({ control_id: id }) => id));
  return past.filter(({ control_id: id }) => ids.has(id));
}

function leftOutText(count: number, { paint, width }: View): string[] {
  if (count === 0) return [];
  const text = `${counted(count, "control")} more: in no snapshot is anything known of what ${count === 1 ? "it judges" : "they judge"}.`;
  return [paint.dim(paragraph(text, width))];
}

/** Every snapshot of one control. */
function pointGrid({ points }: ControlTrend, { width }: View): string {
  return grid(
    ["SNAPSHOT", ...COUNTED],
    points.map((point) => [point.snapshot_id, ...counts([point])]),
    width,
  );
}

const COUNTED = [
  number("FAIL"),
  { ...number("OF"), spare: 4 },
  number("PERCENT"),
  { ...number("UNKNOWN"), spare: 3 },
  ...numbers("OPEN", "NEW"),
  { ...number("REOPENED"), spare: 2 },
  number("FIXED"),
];

/** The last of the points, with what all but the first brought. */
function counts(points: ControlTrend["points"]): string[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const sum = (name: "new" | "reopened" | "fixed") =>
    thousands(points.reduce((total, point) => total + point[name], 0));
  const subjects = [thousands(last.fail), thousands(last.population), percentText(last.percent)];
  const open = [last.unknown, last.open].map(thousands);
  return [...subjects, ...open, sum("new"), sum("reopened"), sum("fixed")];
}

/** A line shows so many snapshots at most. */
const WIDEST = 40;

/** All controls: how they stand in the newest snapshot, and what came and went over all of them. */
function lastGrid(controls: readonly ControlTrend[], { paint, width }: View): string {
  const columns = ["CONTROL", ...COUNTED, { title: "OVER TIME", paint: paint.dim, spare: 1 }];
  const rows = controls.map(({ control_id: id, points }) => [
    id,
    ...counts(points),
    spark(points.slice(-WIDEST).map(({ open }) => open)),
  ]);
  return `${grid(columns, rows, width)}\n${paint.dim(paragraph(READING, width))}`;
}

const READING =
  "FAIL, OF and UNKNOWN count subjects in the newest snapshot; OPEN, NEW, REOPENED and FIXED count findings. --control ID prints every snapshot.";

/** What is assumed is part of what is open, and of no rate. */
function assumedText(controls: readonly ControlTrend[], { paint, width }: View): string[] {
  const assumed = controls.reduce((sum, { points }) => sum + (points.at(-1)?.open_assumed ?? 0), 0);
  if (assumed === 0) return [];
  const [are, them] = assumed === 1 ? ["is", "it"] : ["are", "them"];
  const text =
    `${counted(assumed, "open finding")} ${are} assumed to fail: evidence that could excuse ${them} was not collected.` +
    " FAIL and OPEN count what is assumed; burn-down and time to fix do not.";
  return [paint.dim(paragraph(text, width))];
}

function burnDownText(
  controls: readonly ControlTrend[],
  target: string | undefined,
  { paint, width }: View,
): string {
  const columns = [
    "BURN-DOWN",
    number("OPEN"),
    { ...number("FIXED A WEEK"), spare: 1 },
    { ...number("CAME A WEEK"), spare: 2 },
    number("NET A WEEK"),
    ...(target === undefined ? [] : [number("NEEDED")]),
    { title: "NONE LEFT", paint: (text: string) => (text.startsWith("not") ? paint.red(text) : text) },
  ];
  const rows = controls.flatMap(({ control_id: id, points, burn_down: burning }) => {
    if (burning === null) return [];
    const needed = target === undefined ? [] : [rate(burning.needed_per_week ?? 0)];
    const last = points.at(-1);
    const open = last === undefined ? 0 : knownOpen(last);
    const none = last?.open_assumed === 0 ? "none now" : "none known now";
    const { fixed_per_week, came_per_week, achieved_per_week } = burning;
    const rates = [fixed_per_week, came_per_week, achieved_per_week].map(rate);
    return [[id, thousands(open), ...rates, ...needed, open === 0 ? none : noneLeft(burning)]];
  });
  if (rows.length === 0) return "All snapshots are of one moment: there is no rate.";
  const note =
    target === undefined ? [] : [paint.dim(`NEEDED: a week, to have none left on ${plainText(target)}.`)];
  return [grid(columns, rows, width), ...note].join("\n");
}

/** When none would be left. */
function noneLeft({ projected, achieved_per_week: net, on_track: onTrack }: BurnDown): string {
  if (projected === null) return net > 0 ? `not within ${PROJECTED_YEARS} years` : "not at this rate";
  return onTrack === false ? `${projected}, too late` : projected;
}

function rate(value: number): string {
  return value.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",");
}

function timeToFixText(controls: readonly ControlTrend[], { paint, width }: View): string {
  const columns = [
    "TIME TO FIX",
    number("FIXED"),
    { ...number("STILL OPEN"), spare: 1 },
    ...numbers("MEDIAN DAYS", "90 % WITHIN DAYS"),
  ];
  const rows = controls.flatMap(({ control_id: id, time_to_fix: stays }) => {
    if (stays === null || stays.fixed + stays.still_open === 0) return [];
    const days = (bounds: typeof stays.median_days) =>
      bounds === null ? "longer than seen" : bounds.map((day) => day.toFixed(0)).join(" to ");
    const counts = [stays.fixed, stays.still_open].map(thousands);
    return [[id, ...counts, days(stays.median_days), days(stays.p90_days)]];
  });
  if (rows.length === 0) return "No finding was ever open: there is no time to fix.";
  return `${grid(columns, rows, width)}\n${paint.dim(paragraph(BOUNDS, width))}`;
}

const BOUNDS =
  "From the first snapshot that shows a finding; open ones count for as long as they were seen (Kaplan and Meier). The bounds are the snapshots before and after.";
