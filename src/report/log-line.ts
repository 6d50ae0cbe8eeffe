import { redact } from "./redact.js";

/** A line of a log, as JSON, without secrets. */
export function logLine(entry: Readonly<Record<string, unknown>>): string {
  const safe = (_: string, value: unknown) => (typeof value === "string" ? redact(value) : value);
  return `${JSON.stringify(entry, safe)}\n`;
}
