import { createHash } from "node:crypto";
import { relative } from "node:path";
import { snapshotPruned } from "../model/snapshot-pruned.js";
import { formatTime } from "../model/time.js";
import { checksum, publish, writeWhole } from "./files.js";
import { type MadeKind, madeManifestFile, manifestFile, tableFile, versionedFile } from "./layout.js";
import { refuseLinks } from "./links.js";
import { snapshotIds } from "./list.js";
import { withLock } from "./lock.js";
import type { FileEntry, MadeManifest, Manifest } from "./manifest.js";
import type { Stage } from "./stage.js";

export interface StagedTable {
  readonly name: string;
  readonly rows: number;
}

/**
 * Makes a staged snapshot visible. Its id is the audit time and a hash of its content. Files move first, the
 * manifest is written last by rename: a kill at any moment leaves the lake with only whole snapshots.
 */
export async function commitSnapshot(
  stage: Stage,
  asOf: number,
  tables: readonly StagedTable[],
  coverage: Manifest["coverage"],
  partial = false,
): Promise<Manifest> {
  const place = (table: string, snapshotId: string) => tableFile(stage.lake, table, snapshotId);
  const manifest = await makeManifest(stage, asOf, tables, coverage, place);
  const { snapshot_id: snapshotId } = manifest;
  await withLock(stage.lake, async () => {
    // One after the other: where one fails, nothing goes on when the lock is gone.
    for (const { name } of tables) {
      const target = place(name, snapshotId);
      await refuseLinks(stage.lake, target);
      // The same content again is there already, unless a file of it was lost since.
      if (!(await isWhole(target, manifest.tables[name]))) await publish(stage.tableFile(name), target);
    }
    const written: Manifest = partial ? { ...manifest, partial } : manifest;
    await writeManifest(stage, manifestFile(stage.lake, snapshotId), written);
  });
  return manifest;
}

/** What a snapshot would be: its tables can be read where they were made, and nobody else sees it. */
export async function stagedSnapshot(
  stage: Stage,
  asOf: number,
  tables: readonly StagedTable[],
  coverage: Manifest["coverage"],
): Promise<Manifest> {
  return await makeManifest(stage, asOf, tables, coverage, (table) => stage.tableFile(table));
}

async function makeManifest(
  stage: Stage,
  asOf: number,
  tables: readonly StagedTable[],
  coverage: Manifest["coverage"],
  place: (table: string, snapshotId: string) => string,
): Promise<Manifest> {
  const staged = await checksums(stage, tables);
  const snapshotId = contentId(asOf, staged);
  return {
    version: 1,
    snapshot_id: snapshotId,
    as_of: formatTime(asOf),
    tables: toEntries(stage, staged, (name) => place(name, snapshotId)),
    coverage,
  };
}

/** Staged tables where they were made, for a look that nobody else has. */
export async function stagedTables(
  stage: Stage,
  tables: readonly StagedTable[],
): Promise<Record<string, FileEntry>> {
  return await fileEntries(stage, tables, (table) => stage.tableFile(table));
}

/**
 * Makes staged tables visible that were made from a snapshot, under the version of what made them.
 *
 * @throws UserError when the snapshot was pruned meanwhile
 */
export async function commitMade(
  stage: Stage,
  snapshotId: string,
  kind: MadeKind,
  version: string,
  tables: readonly StagedTable[],
): Promise<MadeManifest> {
  const place = (name: string) => versionedFile(stage.lake, name, snapshotId, version);
  const entries = await fileEntries(stage, tables, place);
  const manifest: MadeManifest = {
    version: 1,
    snapshot_id: snapshotId,
    made_version: version,
    tables: entries,
  };
  await withLock(stage.lake, async () => {
    if (!(await snapshotIds(stage.lake)).includes(snapshotId)) throw snapshotPruned(snapshotId);
    for (const { name } of tables) {
      await refuseLinks(stage.lake, place(name));
      await publish(stage.tableFile(name), place(name));
    }
    await writeManifest(stage, madeManifestFile(stage.lake, snapshotId, kind, version), manifest);
  });
  return manifest;
}

async function writeManifest(
  { lake }: Stage,
  file: string,
  manifest: Manifest | MadeManifest,
): Promise<void> {
  await refuseLinks(lake, file);
  await writeWhole(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

type Checked = StagedTable & { readonly bytes: number; readonly sha256: string };

async function checksums(stage: Stage, tables: readonly StagedTable[]): Promise<Checked[]> {
  return await Promise.all(
    tables.map(async (table) => ({ ...table, ...(await checksum(stage.tableFile(table.name))) })),
  );
}

async function fileEntries(
  stage: Stage,
  tables: readonly StagedTable[],
  place: (table: string) => string,
): Promise<Record<string, FileEntry>> {
  return toEntries(stage, await checksums(stage, tables), place);
}

/** Entries of a manifest: where the files will be, below the lake. */
function toEntries(
  { lake }: Stage,
  checked: readonly Checked[],
  place: (table: string) => string,
): Record<string, FileEntry> {
  return Object.fromEntries(
    checked.map(({ name, rows, bytes, sha256 }) => [
      name,
      { file: relative(lake, place(name)), rows, bytes, sha256 },
    ]),
  );
}

function contentId(asOf: number, staged: readonly { name: string; sha256: string }[]): string {
  const hash = createHash("sha256");
  for (const { name, sha256 } of [...staged].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name} ${sha256}\n`);
  }
  return `${formatTime(asOf).replace(/[-:]/g, "")}-${hash.digest("hex").slice(0, 6)}`;
}

async function isWhole(file: string, entry: FileEntry | undefined): Promise<boolean> {
  const found = await checksum(file).catch(() => undefined);
  return found !== undefined && found.sha256 === entry?.sha256;
}
