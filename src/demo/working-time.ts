import { ageOf, isClear, pickAge, timeAtAge } from "./dates.js";
import type { Prng } from "./prng.js";

const DAY = 86_400;
const HOUR = 3600;

/** The part of people who are at work on Saturdays and Sundays, too. */
const AT_WEEKENDS = 0.06;

/** In so many draws one that fits is found nearly always. */
const DRAWS = 4;

/**
 * The same day, between 8 and 18 o'clock of a place that is `zone` hours ahead of UTC; from a weekend mostly the Friday before it.
 *
 * @param time epoch seconds, as is the result
 */
export function atWork(prng: Prng, time: number, zone: number): number {
  const day = Math.floor((time + zone * HOUR) / DAY);
  const workday = prng.chance(AT_WEEKENDS) ? day : day - daysAfterFriday(day);
  return Math.floor(workday * DAY + (8 + 5 * (prng.next() + prng.next()) - zone) * HOUR);
}

/** 1 on Saturdays, 2 on Sundays, else 0; day 0 is 1 January 1970, a Thursday. */
function daysAfterFriday(day: number): number {
  const afterThursday = day % 7;
  return afterThursday === 2 || afterThursday === 3 ? afterThursday - 1 : 0;
}

/**
 * A time (epoch seconds) between two ages in days, drawn as `pickAge` does; undefined when there is none.
 *
 * @param zone of people, who are moved to their working hours wherever the limits leave room; undefined: a machine, around the clock
 */
export function pickTime(
  prng: Prng,
  youngest: number,
  oldest: number,
  zone: number | undefined,
  shape?: "even" | "recent",
): number | undefined {
  let time: number | undefined;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const age = pickAge(prng, youngest, oldest, shape);
    if (age === undefined) return undefined;
    time = timeAtAge(age);
    if (zone === undefined) return time;
    const moved = atWork(prng, time, zone);
    const movedAge = ageOf(moved);
    if (movedAge >= youngest && movedAge <= oldest && isClear(movedAge)) return moved;
  }
  return time;
}
