import { join } from "node:path";

/** Where the parts of a lake lie. A snapshot's tables are one file each: one an account is 26 x slower to read. */
export function tableFile(lake: string, table: string, snapshotId: string): string {
  return join(lake, table, `snapshot_id=${snapshotId}`, "part-00000.parquet");
}

/** A table made from a snapshot, by the version of what made it: verdicts, and what the policy engine derives. */
export function versionedFile(lake: string, table: string, snapshotId: string, version: string): string {
  return join(lake, table, `snapshot_id=${snapshotId}`, `version=${version}`, "part-00000.parquet");
}

export function manifestFile(lake: string, snapshotId: string): string {
  return join(lake, "manifests", `${snapshotId}.json`);
}

/** What is made from a snapshot has a manifest of its own: verdicts that history keeps, and tables that the policy engine derives. */
export const MADE_KINDS = ["verdicts", "derived"] as const;
export type MadeKind = (typeof MADE_KINDS)[number];

export function madeManifestFile(lake: string, snapshotId: string, kind: MadeKind, version: string): string {
  return join(lake, "manifests", `${snapshotId}.${kind}-${version}.json`);
}

/** `20210124T000000Z-1a2b3c`: sorts by audit time; the same content twice is the same snapshot. */
export const SNAPSHOT_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** The id of a snapshot and the version, out of the name of a manifest of what was made from it. */
export const MADE_MANIFEST = new RegExp(
  `^(${SNAPSHOT_ID.source.slice(1, -1)})\\.(?:${MADE_KINDS.join("|")})-([\\w-]+)\\.json$`,
);
