import { instant } from "./compare.js";
import { type Fact, known } from "./facts.js";

/** One time, as aws:CurrentTime and aws:EpochTime hold it. */
export interface Moment {
  readonly iso: Fact;
  readonly epoch: Fact;
}

/** The year 9999 in milliseconds: what lies beyond never comes. */
const FURTHEST = 253_402_300_799_000;

/**
 * Times that stand for all no earlier than `from`: those that conditions name, and one between each two of them. What
 * compares a time with these values treats every other time like one of these.
 * @param from epoch seconds; may be minus infinity
 * @param values dates as policies write them
 */
export function moments(from: number, values: readonly string[]): Moment[] {
  const first = Math.max(from * 1000, 0);
  // aws:EpochTime holds whole seconds, so it changes only at the next one.
  const named = values.flatMap((value) => {
    const time = instant(value);
    return time === null || time >= FURTHEST ? [] : [time, time + 1000];
  });
  const borders = [...new Set([first, ...named.filter((time) => time > first)])].sort((a, b) => a - b);
  const between = borders.map((time, index) => (time + (borders[index + 1] ?? time + 86_400_000)) / 2);
  return [...borders, ...between].map((time) => ({
    iso: known(new Date(Math.floor(time)).toISOString()),
    epoch: known(String(Math.floor(time / 1000))),
  }));
}
