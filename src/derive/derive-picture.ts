import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { stringLiteral } from "../engine/sql.js";
import { findMade } from "../lake/made.js";
import type { FileEntry, Manifest } from "../lake/manifest.js";
import { makeViews, type Readable } from "../lake/open.js";
import { type Picture, readTables } from "../lake/picture.js";
import { DERIVED_TABLES } from "../sources/tables.js";
import { derivedVersion } from "./derived-version.js";
import { POLICY_KINDS, POLICY_TABLES, viewsWithoutPolicies } from "./without-policies.js";

/** Makes the derived tables of one snapshot, as a whole and in an engine of its own. */
export type MakeDerived = (manifest: Manifest) => Promise<void>;

/**
 * Opens the derived tables of an opened picture of several snapshots, or of some accounts: those of each account are those that
 * were made from its own snapshot, with the roles and the service control policies that it had then.
 */
export async function openDerivedPicture(
  engine: DuckDBEngine,
  lake: string,
  picture: Picture,
  make: MakeDerived,
): Promise<Readable> {
  const withPolicies = await placesWithPolicies(engine);
  const tables: Readonly<Record<string, FileEntry>>[] = [];
  for (const [place, { manifest }] of picture.parts.entries()) {
    tables.push(withPolicies.has(place) ? await derivedOf(lake, manifest, make) : {});
  }
  const made = await readTables(engine, lake, picture, DERIVED_TABLES, tables);
  const without = picture.parts.flatMap((_, place) => (withPolicies.has(place) ? [] : [place]));
  const selects = Object.fromEntries(
    Object.entries(viewsWithoutPolicies()).map(([name, sql]) => {
      const stored = made.selects[name] ?? sql;
      if (without.length === 0) return [name, stored];
      const others = `SELECT v.* FROM (${sql}) v JOIN picture p ON p.account_id = v.account_id WHERE p.place IN (${without.join(", ")})`;
      return [name, `${stored} UNION ALL BY NAME ${others}`];
    }),
  );
  await makeViews(engine, selects);
  return { files: made.files, selects };
}

async function derivedOf(
  lake: string,
  manifest: Manifest,
  make: MakeDerived,
): Promise<Readonly<Record<string, FileEntry>>> {
  const version = await derivedVersion();
  const find = async () => (await findMade(lake, manifest.snapshot_id, "derived", version))?.tables;
  const found = await find();
  if (found !== undefined) return found;
  await make(manifest);
  const made = await find();
  if (made === undefined) throw new Error(`no derived tables of ${manifest.snapshot_id}`);
  return made;
}

/** The parts with accounts of which a policy was collected, or could have been. */
async function placesWithPolicies(engine: DuckDBEngine): Promise<ReadonlySet<number>> {
  const kinds = POLICY_KINDS.map(stringLiteral).join(", ");
  const found = [
    ...POLICY_TABLES.map((table) => `SELECT account_id FROM ${table}`),
    `SELECT account_id FROM coverage WHERE status = 'ok' AND kind IN (${kinds})`,
  ];
  const rows = await engine.all(
    `SELECT DISTINCT p.place FROM picture p JOIN (${found.join(" UNION ")}) f ON f.account_id = p.account_id`,
  );
  return new Set(rows.map(({ place }) => Number(place)));
}
