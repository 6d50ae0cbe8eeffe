import { findingRecords } from "../../assess/finding-record.js";
import type { SqlRow } from "../../engine/engine.js";
import { numberOf, textOf, timeOf } from "../../engine/row-values.js";
import type { ChangedFinding, ChangeRecord } from "../../model/results/diff.js";
import type { HistorySnapshot } from "./snapshot.js";

type Snapshots = readonly HistorySnapshot[];

/** Makes whole findings of rows with evidence, each as the snapshot shows it that it is taken from. */
export function changeRecords(snapshots: Snapshots): (row: SqlRow) => ChangeRecord {
  const makers = snapshots.map(({ plan, asOf }) => findingRecords(plan, () => asOf));
  return (row) => {
    const record = makers[Number(row.snapshot)];
    if (record === undefined) throw new RangeError(`no snapshot ${row.snapshot}`);
    return {
      change: String(row.change),
      how: textOf(row.how),
      first_seen: idOf(snapshots, row.first_seen),
      snapshot: idOf(snapshots, row.snapshot),
      ...record(row),
    };
  };
}

/** The same in short: all of it is stored, nothing rests on evidence. */
export function changedFinding(row: SqlRow, snapshots: Snapshots): ChangedFinding {
  return {
    change: String(row.change),
    how: textOf(row.how),
    control_id: String(row.control_id),
    account_id: String(row.account_id),
    subject_arn: String(row.subject_arn),
    credential: textOf(row.credential),
    credential_id: textOf(row.credential_id),
    slot: numberOf(row.slot),
    since: timeOf(row.since),
    first_seen: idOf(snapshots, row.first_seen),
  };
}

function idOf(snapshots: Snapshots, place: unknown): string {
  const snapshot = snapshots[Number(place)];
  if (snapshot === undefined) throw new RangeError(`no snapshot ${place}`);
  return snapshot.manifest.snapshot_id;
}
