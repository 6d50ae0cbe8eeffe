/** Milliseconds since 1970 of times after 1973; seconds get there in five thousand years. */
const MILLISECONDS = 1e11;

/**
 * A configuration that Config recorded, in the names and forms of the service's own API: Config writes the first letter
 * small, tells null where the API leaves out, and wraps a few single words as `{"value": word}`.
 */
export function asApi(value: unknown): unknown {
  return renamed(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));
}

/** The same with small first letters, as a few of AWS's APIs have them. */
export function asSmall(value: unknown): unknown {
  return renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** The members of a value that is an object; of any other there are none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function renamed(value: unknown, name: (of: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, name));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, one]) => one !== null);
  const [first, ...others] = members;
  if (first?.[0] === "value" && others.length === 0) return renamed(first[1], name);
  return Object.fromEntries(members.map(([of, one]) => [name(of), timed(of, renamed(one, name))]));
}

function timed(name: string, value: unknown): unknown {
  const isTime = typeof value === "number" && value > MILLISECONDS && /(time|date)$/i.test(name);
  return isTime && value < 8.64e15 ? new Date(value).toISOString() : value;
}
