import type { HistorySnapshot } from "../analyse/history/snapshot.js";
import type { SqlRow } from "../engine/engine.js";
import { findingRecord } from "./finding-record.js";
import type { OutputRecord } from "./records.js";

/**
 * A finding that changed, as `findings` puts it out, with what became of it: `change`; `how` it was fixed (`passes`,
 * `credential_gone` or `subject_gone`); the snapshots it was first seen in and is taken from.
 */
export function diffRecord(row: SqlRow, snapshots: readonly HistorySnapshot[]): OutputRecord {
  const shown = snapshots[Number(row.snapshot)];
  const first = snapshots[Number(row.first_seen)];
  if (shown === undefined || first === undefined) throw new RangeError(`no snapshot ${row.snapshot}`);
  return {
    change: String(row.change),
    how: row.how === null || row.how === undefined ? null : String(row.how),
    first_seen: first.manifest.snapshot_id,
    snapshot: shown.manifest.snapshot_id,
    ...findingRecord(row, shown.plan, shown.asOf),
  };
}
