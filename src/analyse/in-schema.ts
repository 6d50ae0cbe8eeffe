import type { Engine } from "../engine/engine.js";

/** Does the work in a schema of its own, which is gone afterwards with all tables that were made in it. */
export async function inSchema<T>(engine: Engine, schema: string, work: () => Promise<T>): Promise<T> {
  await engine.run(`CREATE SCHEMA ${schema}`);
  try {
    return await work();
  } finally {
    await engine.run(`DROP SCHEMA ${schema} CASCADE`);
  }
}
