import { createHash } from "node:crypto";
import { relative } from "node:path";
import { formatTime } from "../model/time.js";
import { checksum, publish, writeWhole } from "./files.js";
import { findingsFile, findingsManifestFile, manifestFile, tableFile } from "./layout.js";
import type { FileEntry, Manifest } from "./manifest.js";
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
  for (const { name } of tables) {
    // The same content again is there already, unless a file of it was lost since.
    const target = place(name, snapshotId);
    if (!(await isWhole(target, manifest.tables[name]))) await publish(stage.tableFile(name), target);
  }
  const written: Manifest = partial ? { ...manifest, partial } : manifest;
  await writeWhole(manifestFile(stage.lake, snapshotId), `${JSON.stringify(written, null, 2)}\n`);
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
  const staged = await Promise.all(
    tables.map(async (table) => ({ ...table, ...(await checksum(stage.tableFile(table.name))) })),
  );
  const snapshotId = contentId(asOf, staged);
  const entries = staged.map(({ name, rows, bytes, sha256 }): [string, FileEntry] => [
    name,
    { file: relative(stage.lake, place(name, snapshotId)), rows, bytes, sha256 },
  ]);
  return {
    version: 1,
    snapshot_id: snapshotId,
    as_of: formatTime(asOf),
    tables: Object.fromEntries(entries),
    coverage,
  };
}

/** Makes staged findings visible, under their snapshot and the version of controls and parameters. */
export async function commitFindings(
  stage: Stage,
  snapshotId: string,
  version: string,
  rows: number,
): Promise<string> {
  const staged = stage.tableFile("findings");
  const target = findingsFile(stage.lake, snapshotId, version);
  const entry = { file: relative(stage.lake, target), rows, ...(await checksum(staged)) };
  await publish(staged, target);
  const manifest = { version: 1, snapshot_id: snapshotId, findings_version: version, findings: entry };
  await writeWhole(
    findingsManifestFile(stage.lake, snapshotId, version),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  return target;
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
