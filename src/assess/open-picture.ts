import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { Manifest } from "../lake/manifest.js";
import { makeViews, type Readable } from "../lake/open.js";
import { type Picture, pictureStatements, readTables, wholeSnapshot } from "../lake/picture.js";
import { credentials } from "../model/credential.js";
import { ENTITIES, SNAPSHOT_TABLES } from "../sources/tables.js";
import { credentialsSql } from "./credential-sql.js";
import { makeLacking } from "./missing-evidence.js";

/**
 * Makes the tables of a picture readable by name, the view `credentials` over them, and the table of what they lack. Each row has the audit time of its
 * account in the column `as_of`. What an older snapshot lacks, a table or a column, is there without rows or values: nothing was
 * collected for it.
 */
export async function openPicture(engine: DuckDBEngine, lake: string, picture: Picture): Promise<Readable> {
  for (const statement of pictureStatements(picture)) await engine.run(statement);
  const files = picture.parts.map(({ manifest }) => manifest.tables);
  const readable = await readTables(engine, lake, picture, SNAPSHOT_TABLES, files);
  await makeViews(engine, readable.selects);
  await openCredentials(engine);
  await makeLacking(engine);
  return readable;
}

/** A picture of one snapshot and all that it has. */
export async function openSnapshot(
  engine: DuckDBEngine,
  lake: string,
  manifest: Manifest,
): Promise<Readable> {
  return await openPicture(engine, lake, wholeSnapshot(manifest));
}

/** The view `credentials` over opened tables: one row a credential, wherever its entity keeps it. */
export async function openCredentials(engine: Pick<DuckDBEngine, "run">): Promise<void> {
  await engine.run(`CREATE OR REPLACE VIEW ${credentials.name} AS ${credentialsSql(ENTITIES)}`);
}
