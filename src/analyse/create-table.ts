import type { Engine } from "../engine/engine.js";

/** Makes a table of what a query gives. */
export async function createTable(engine: Engine, name: string, sql: string): Promise<void> {
  await engine.run(`CREATE TABLE ${name} AS ${sql}`);
}
