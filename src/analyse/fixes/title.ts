/** What a title counts. */
export interface TitleFacts {
  readonly credentials: number;
  readonly users: number;
  readonly unit: string;
}

/**
 * Fills `{credentials:access key}` with a count and its noun, `{users:person:people}` with the plural that is given, and `{unit}`.
 * 2140 -> "2,140 access keys".
 */
export function fixTitle(template: string, facts: TitleFacts): string {
  return template.replace(
    /\{unit\}|\{(credentials|users):([^:}]+)(?::([^}]+))?\}/g,
    (_, name: "credentials" | "users" | undefined, one = "", many?: string) =>
      name === undefined ? facts.unit : counted(facts[name], one, many ?? `${one}s`),
  );
}

function counted(count: number, one: string, many: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${digits} ${count === 1 ? one : many}`;
}
