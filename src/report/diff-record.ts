import type { HistorySnapshot } from "../analyse/history/snapshot.js";
import type { SqlRow } from "../engine/engine.js";
import { formatTime } from "../model/time.js";
import { findingRecord } from "./finding-record.js";
import type { OutputRecord } from "./records.js";

/**
 * A finding that changed, as `findings` puts it out, with what became of it: `change`; `how` it was fixed (`passes`,
 * `credential_gone` or `subject_gone`); the snapshots it was first seen in and is taken from.
 */
export function diffRecord(row: SqlRow, snapshots: readonly HistorySnapshot[]): OutputRecord {
  const { shown, first } = snapshotsOf(row, snapshots);
  return {
    change: String(row.change),
    how: row.how ?? null,
    first_seen: first.manifest.snapshot_id,
    snapshot: shown.manifest.snapshot_id,
    ...findingRecord(row, shown.plan, shown.asOf),
  };
}

/** What of it the table shows: all of this is stored, nothing rests on evidence. */
const SHOWN = "change how control_id account_id subject_arn credential credential_id slot".split(" ");

export function diffLine(row: SqlRow, snapshots: readonly HistorySnapshot[]): OutputRecord {
  const { since } = row;
  return {
    ...Object.fromEntries(SHOWN.map((name) => [name, row[name] ?? null])),
    since: typeof since === "number" ? formatTime(since) : null,
    first_seen: snapshotsOf(row, snapshots).first.manifest.snapshot_id,
  };
}

function snapshotsOf(row: SqlRow, snapshots: readonly HistorySnapshot[]) {
  const shown = snapshots[Number(row.snapshot)];
  const first = snapshots[Number(row.first_seen)];
  if (shown === undefined || first === undefined) throw new RangeError(`no snapshot ${row.snapshot}`);
  return { shown, first };
}
