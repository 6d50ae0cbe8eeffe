import { openSnapshot } from "../assess/open-picture.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { findSubjects } from "../explain/find-subject.js";
import type { Subject } from "../explain/subject.js";
import { wholeSnapshots } from "../lake/list.js";

/** The newest snapshot of a lake that knows whose a credential is, though it may be gone since; undefined: none does. */
export async function snapshotOfKey(lake: string, key: Subject): Promise<string | undefined> {
  const { whole } = await wholeSnapshots(lake);
  for (const manifest of [...whole].reverse()) {
    const engine = await openDuckDB();
    try {
      await openSnapshot(engine, lake, manifest);
      if ((await findSubjects(engine, key, [])).length > 0) return manifest.snapshot_id;
    } finally {
      engine.close();
    }
  }
  return undefined;
}
