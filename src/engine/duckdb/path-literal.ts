import { stringLiteral } from "../sql.js";

/** The paths of files as literals for the setting `allowed_paths`: as they are, and as they stand in queries. */
export function allowedPaths(paths: readonly string[]): string {
  return `[${paths.flatMap((path) => [stringLiteral(path), pathLiteral(path)]).join(", ")}]`;
}

/** The path of one file as a literal: DuckDB's readers would take `*`, `?` and `[` in it for a pattern. */
export function pathLiteral(path: string): string {
  return stringLiteral(path.replace(/[*?[]/g, "[$&]"));
}
