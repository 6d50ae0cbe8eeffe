import { openDuckDB } from "../src/engine/duckdb/open.js";
import type { SqlRow } from "../src/engine/engine.js";
import { findSnapshot } from "../src/lake/list.js";
import { openTables } from "../src/lake/open.js";

/**
 * Rows of a query over the newest snapshot of a lake. Read here, and not by `iamspect query`: tests that only want to know
 * what a run has left need no program for each question.
 */
export async function lakeRows<Row = SqlRow>(lake: string, sql: string): Promise<Row[]> {
  const engine = await openDuckDB({ threads: 1 });
  try {
    await openTables(engine, lake, await findSnapshot(lake, undefined));
    return (await engine.all(sql)) as Row[];
  } finally {
    engine.close();
  }
}
