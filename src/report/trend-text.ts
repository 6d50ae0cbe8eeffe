import { thousands } from "../model/listed.js";
import { type ControlTrend, knownOpen, type TrendResult } from "../model/results/trend.js";
import type { View } from "./formats/format.js";
import { grid, numbers } from "./grid.js";
import type { Paint } from "./paint.js";
import { pastText } from "./past-text.js";
import { spark } from "./spark.js";
import { counted, percentText } from "./text.js";

/** How the controls went, for people: with one snapshot, what it alone tells of the past. */
export function trendText({ controls, past, target }: TrendResult, { paint }: View): string {
  const points = controls[0]?.points ?? [];
  const span = [...new Set([points[0]?.as_of, points.at(-1)?.as_of])].join(" to ");
  const many = points.length === 1 ? "1 snapshot" : `${thousands(points.length)} snapshots`;
  const head = `${paint.bold("iamspect trend")}  ${many}, ${span}`;
  const parts =
    points.length < 2
      ? [head, pastText(past, paint)]
      : [
          head,
          ...(controls.length === 1 ? controls.map(pointGrid) : [lastGrid(controls, paint)]),
          ...assumedText(controls, paint),
          burnDownGrid(controls, target, paint),
          timeToFixGrid(controls, paint),
        ];
  return `${parts.join("\n\n")}\n`;
}

/** Every snapshot of one control. */
function pointGrid({ points }: ControlTrend): string {
  return grid(
    ["SNAPSHOT", ...COUNTED],
    points.map((point) => [point.snapshot_id, ...counts([point])]),
  );
}

const COUNTED = numbers("FAIL", "OF", "PERCENT", "UNKNOWN", "FINDINGS OPEN", "NEW", "REOPENED", "FIXED");

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
function lastGrid(controls: readonly ControlTrend[], paint: Paint): string {
  const columns = ["CONTROL", ...COUNTED, { title: "OPEN OVER TIME", paint: paint.dim }];
  const rows = controls.map(({ control_id: id, points }) => [
    id,
    ...counts(points),
    spark(points.slice(-WIDEST).map(({ open }) => open)),
  ]);
  return `${grid(columns, rows)}\n${paint.dim("FAIL, OF and UNKNOWN count subjects in the newest snapshot, the rest findings; --control ID prints every snapshot.")}`;
}

/** What is assumed is part of what is open, and of no rate. */
function assumedText(controls: readonly ControlTrend[], paint: Paint): string[] {
  const assumed = controls.reduce((sum, { points }) => sum + (points.at(-1)?.open_assumed ?? 0), 0);
  if (assumed === 0) return [];
  const findings = counted(assumed, "open finding");
  return [
    paint.dim(
      `${findings} ${assumed === 1 ? "is" : "are"} assumed to fail: evidence that could excuse them was not collected. They are in FAIL and in FINDINGS\nOPEN; burn-down and time to fix leave them out.`,
    ),
  ];
}

function burnDownGrid(controls: readonly ControlTrend[], target: string | undefined, paint: Paint): string {
  const columns = [
    "BURN-DOWN",
    ...numbers("OPEN", "FIXED A WEEK", "CAME A WEEK", "NET"),
    ...(target === undefined ? [] : numbers(`NEEDED FOR ${target}`)),
    { title: "NONE LEFT", paint: (text: string) => (text.startsWith("not at") ? paint.red(text) : text) },
  ];
  const rows = controls.flatMap(({ control_id: id, points, burn_down: burning }) => {
    if (burning === null) return [];
    const needed = target === undefined ? [] : [rate(burning.needed_per_week ?? 0)];
    const last = points.at(-1);
    const open = last === undefined ? 0 : knownOpen(last);
    const none = last?.open_assumed === 0 ? "none now" : "none known now";
    const left = open === 0 ? none : (burning.projected ?? "not at this rate");
    const late =
      burning.on_track === false && burning.projected !== null && open > 0 ? `${left}, too late` : left;
    const { fixed_per_week, came_per_week, achieved_per_week } = burning;
    const rates = [fixed_per_week, came_per_week, achieved_per_week].map(rate);
    return [[id, thousands(open), ...rates, ...needed, late]];
  });
  if (rows.length === 0) return "All snapshots are of one moment: there is no rate.";
  return grid(columns, rows);
}

function rate(value: number): string {
  return value.toFixed(1);
}

function timeToFixGrid(controls: readonly ControlTrend[], paint: Paint): string {
  const columns = ["TIME TO FIX", ...numbers("FIXED", "STILL OPEN", "MEDIAN DAYS", "90 % WITHIN DAYS")];
  const rows = controls.flatMap(({ control_id: id, time_to_fix: stays }) => {
    if (stays === null) return [];
    const days = (bounds: typeof stays.median_days) =>
      bounds === null ? "longer than seen" : bounds.map((day) => day.toFixed(0)).join(" to ");
    const counts = [stays.fixed, stays.still_open].map(thousands);
    return [[id, ...counts, days(stays.median_days), days(stays.p90_days)]];
  });
  return `${grid(columns, rows)}\n${paint.dim("From the first snapshot that shows a finding; open ones count for as long as they were seen (Kaplan and Meier). The bounds are the snapshots before and after.")}`;
}
