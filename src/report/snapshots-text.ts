import { thousands } from "../model/listed.js";
import type { SnapshotSummary } from "../model/results/snapshots.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";

/** The snapshots of a lake for people: ids stay whole, for they are copied. */
export function snapshotsText(snapshots: readonly SnapshotSummary[], { width }: View): string {
  if (snapshots.length === 0) return "";
  const columns = [
    "SNAPSHOT ID",
    { title: "AS OF", spare: 2 },
    ...numbers("ACCOUNTS", "INCOMPLETE", "IAM USERS"),
    { ...number("BYTES"), spare: 1 },
  ];
  const rows = snapshots.map(({ snapshot_id, as_of, accounts, incomplete, iam_users, bytes }) => [
    snapshot_id,
    as_of,
    ...[accounts, incomplete, iam_users, bytes].map(thousands),
  ]);
  return `${grid(columns, rows, width)}\n`;
}
