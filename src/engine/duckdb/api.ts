import { createRequire } from "node:module";

/**
 * DuckDB's package, loaded by `require`: it is CommonJS, and to import its names Node first reads each of its files
 * for what they export, which doubles the time it takes to load.
 */
export const duckdb = createRequire(import.meta.url)("@duckdb/node-api") as typeof import("@duckdb/node-api");
