import { stringLiteral } from "../sql.js";

/** The path of one file as a literal: DuckDB's readers would take `*`, `?` and `[` in it for a pattern. */
export function pathLiteral(path: string): string {
  return stringLiteral(path.replace(/[*?[]/g, "[$&]"));
}
