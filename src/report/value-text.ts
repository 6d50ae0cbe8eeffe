/** A value of a row as text that a person reads: `a; b` of a list, `name=value, ...` of an object; nothing where it is null. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(valueText).join("; ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}=${valueText(one)}`)
    .join(", ");
}
