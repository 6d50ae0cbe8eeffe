import { pathLiteral } from "../engine/duckdb/path-literal.js";
import { stringLiteral } from "../engine/sql.js";

/**
 * Where COPY writes a table of the lake, and how. The fastest level of zstd makes files as small as the default
 * one does of such rows, in half the time.
 */
export function parquetTarget(file: string, options: readonly string[] = []): string {
  const all = ["FORMAT parquet", "COMPRESSION zstd", "COMPRESSION_LEVEL 1", ...options];
  return `${stringLiteral(file)} (${all.join(", ")})`;
}

/** A Parquet file as it stands in FROM. */
export function parquetSource(file: string): string {
  return `read_parquet(${pathLiteral(file)}, hive_partitioning = false)`;
}
