import type { Engine } from "./engine.js";
import { identifier, stringLiteral } from "./sql.js";

/** Which of these tables and views have rows, in one look. */
export async function withRows(
  engine: Pick<Engine, "all">,
  tables: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set();
  const looks = tables.map(
    (name) => `SELECT ${stringLiteral(name)} AS name WHERE EXISTS (SELECT 1 FROM ${identifier(name)})`,
  );
  const found = await engine.all(looks.join(" UNION ALL "));
  return new Set(found.map(({ name }) => String(name)));
}
