import type { DuckDBValue } from "@duckdb/node-api";
import type { SqlValue } from "../engine.js";

/** A DuckDB value as a plain JavaScript one. Whole numbers beyond 2^53 become text rather than lose digits. */
export function plainValue(value: DuckDBValue): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "object" && "items" in value && Array.isArray(value.items)) {
    return value.items.map((item: DuckDBValue) => plainValue(item));
  }
  return String(value);
}
