import { formatTime } from "../model/time.js";

/** A value of a row as text; null where there is none. */
export function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A value of a row as a number; null where there is none. */
export function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** A value of a row as true or false; null where it is neither. */
export function flagOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** Epoch seconds of a row as ISO 8601; null where there are none. */
export function timeOf(value: unknown): string | null {
  const seconds = numberOf(value);
  return seconds === null ? null : formatTime(seconds);
}
