import { UserError } from "./user-error.js";

export const DAY_SECONDS = 86_400;

/** Date and time with a zone, as AWS and RFC 3339 write it; seconds may have a fraction. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** Whole epoch seconds of an ISO 8601 time that names its zone; undefined when the text is no such time. */
export function parseTime(value: string): number | undefined {
  const match = ISO.exec(value.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = "00", zone = "Z"] = match;
  const offset = /^z$/i.test(zone) ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  // Date.parse rolls 30 February over into March; a report that says so is wrong, not imprecise.
  const dayExists =
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return Number.isNaN(millis) || !dayExists ? undefined : Math.floor(millis / 1000);
}

/** `2021-01-24T00:00:00Z` for whole epoch seconds. */
export function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** `2021-01-24` for whole epoch seconds. */
export function formatDate(seconds: number): string {
  return formatTime(seconds).slice(0, 10);
}

/** The audit time a person gave: an ISO time with zone, or a date (midnight UTC). */
export function parseAuditTime(value: string): number {
  const seconds = parseTime(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (seconds === undefined) {
    throw new UserError({
      code: "bad_time",
      what: `--as-of ${JSON.stringify(value)} is not a time.`,
      fix: "Write it as 2026-11-23 or 2026-11-23T00:00:00Z.",
    });
  }
  return seconds;
}
