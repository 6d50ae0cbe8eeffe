import { join } from "node:path";
import { type DuckDBEngine, openDuckDB } from "../engine/duckdb/open.js";
import { openStage, type Stage } from "../lake/stage.js";

/** Opens a stage and an engine, hands them to the work, and leaves neither behind. */
export async function withStage<T>(
  lake: string,
  work: (engine: DuckDBEngine, stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await openStage(lake);
  try {
    const engine = await openDuckDB({ tempDir: join(stage.folder, "spill") });
    try {
      return await work(engine, stage);
    } finally {
      engine.close();
    }
  } finally {
    await stage.discard();
  }
}
