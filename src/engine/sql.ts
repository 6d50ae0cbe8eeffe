/** SQL text that every engine reads alike. All names and values from outside pass through here. */

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** SQL text ends at a zero byte, so one in a value is put in by its number. */
export function stringLiteral(value: string): string {
  const parts = value.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts.join("") : `(${parts.join(" || chr(0) || ")})`;
}

/** A literal of any value a parameter or a case row can hold. */
export function literal(value: string | number | boolean | null | readonly string[]): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no SQL number`);
    return String(value);
  }
  return `ARRAY[${value.map(stringLiteral).join(", ")}]`;
}
