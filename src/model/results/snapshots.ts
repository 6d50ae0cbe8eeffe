/** A snapshot of a lake in a line. */
export type SnapshotSummary = {
  readonly snapshot_id: string;
  readonly as_of: string;
  readonly accounts: number;
  readonly incomplete: number;
  readonly iam_users: number;
  readonly bytes: number;
};

/** Whether the files of a snapshot are what its manifest says. */
export type SnapshotCheck = {
  readonly snapshot_id: string;
  readonly files: number;
  readonly result: "whole" | "broken";
  readonly problems: string;
};

/** Something that pruning removes. */
export type PrunedItem = {
  readonly what: "snapshot" | "left by an interrupted run";
  readonly name: string;
};
