import type { Prng } from "./prng.js";

/** The audit time of the published cohort, 2021-01-24T00:00:00Z, in epoch seconds. */
export const AS_OF = Date.UTC(2021, 0, 24) / 1000;

const DAY = 86_400;

/** Ages in days at which a control, a tier or a common benchmark draws a line. */
const BOUNDARIES = [1, 7, 30, 45, 90, 365, 1825];

/** Days that dates keep from a boundary, half an hour: near enough to tell a wrong day, never a matter of a second. */
const MARGIN = 0.02;
/** Days that dates keep from the audit: a report is hours old, and what is used in the meantime is not in it. */
const UNREPORTED = 0.3;

/** The ages in days that are clear of every boundary, youngest first. */
const CLEAR = [0, ...BOUNDARIES].map((day, index, all) => ({
  from: day + (day === 0 ? UNREPORTED : MARGIN),
  to: (all[index + 1] ?? Number.POSITIVE_INFINITY) - MARGIN,
}));

/** Whether an age in days is clear of every boundary. */
export function isClear(age: number): boolean {
  return CLEAR.some(({ from, to }) => age >= from && age <= to);
}

/** The time, in epoch seconds, that lies `days` before the audit. */
export function timeAtAge(days: number): number {
  return AS_OF - Math.round(days * DAY);
}

/** The age in days, at the audit, of a time in epoch seconds. */
export function ageOf(time: number): number {
  return (AS_OF - time) / DAY;
}

/** The age in days of a date written as in ISO 8601. */
export function ageOfDate(date: string): number {
  return ageOf(Date.parse(date) / 1000);
}

/**
 * An age in days between two ages, clear of every boundary; undefined when no such age exists.
 * `recent` prefers young ages, as last uses and joining dates do.
 */
export function pickAge(
  prng: Prng,
  youngest: number,
  oldest: number,
  shape: "even" | "recent" = "even",
): number | undefined {
  const draw = prng.next();
  let total = 0;
  for (const stretch of CLEAR) total += overlap(stretch, youngest, oldest);
  let left = (shape === "recent" ? draw * draw : draw) * total;
  for (const stretch of CLEAR) {
    const days = overlap(stretch, youngest, oldest);
    if (left < days) return Math.max(stretch.from, youngest) + left;
    left -= days;
  }
  return undefined;
}

/** How many days of a stretch lie between two ages. */
function overlap(stretch: { from: number; to: number }, youngest: number, oldest: number): number {
  return Math.max(0, Math.min(stretch.to, oldest) - Math.max(stretch.from, youngest));
}

const HOLE_FROM = Date.UTC(2018, 4, 4, 5, 50) / 1000;
const HOLE_TO = Date.UTC(2018, 4, 23, 21, 8) / 1000;

/**
 * The time (epoch seconds) of a sign-in that AWS can know of: those between 3 May 2018, 22:50 PDT, and 23 May 2018, 14:08 PDT, were
 * not recorded, so one that falls there happens three weeks later.
 */
export function recordedSignIn(time: number | undefined): number | undefined {
  const lost = time !== undefined && time >= HOLE_FROM && time <= HOLE_TO;
  return lost ? time + 21 * DAY : time;
}
