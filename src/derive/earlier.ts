import type { DuckDBEngine } from "../engine/duckdb/open.js";
import { pathLiteral } from "../engine/duckdb/path-literal.js";
import { identifier, stringLiteral } from "../engine/sql.js";
import { snapshotIds } from "../lake/list.js";
import { findMade } from "../lake/made.js";
import { filesOf } from "../lake/open.js";
import { UserError } from "../model/user-error.js";
import type { AssessmentColumns } from "./assessment-columns.js";
import type { Earlier } from "./assessments.js";
import { assessed } from "./derive-tables.js";

const NOTHING: Earlier = async () => new Map();

/**
 * Assessments that the lake has of other snapshots, made by the same version: where only some accounts changed, only
 * those have anything new. Looks at the newest snapshot that has some.
 */
export async function earlierAssessments(
  engine: DuckDBEngine,
  lake: string,
  snapshotId: string,
  version: string,
): Promise<Earlier> {
  for (const id of (await snapshotIds(lake)).reverse()) {
    const made = id === snapshotId ? undefined : await findMade(lake, id, "derived", version);
    if (made === undefined) continue;
    const [mfa = "", privilege = ""] = ["effective_mfa", "privilege"].flatMap((name) => {
      const entry = made.tables[name];
      return entry === undefined ? [] : filesOf(lake, { tables: { [name]: entry } });
    });
    const earlier = await readEarlier(engine, mfa, privilege).catch((error: unknown) => {
      if (error instanceof UserError && error.code === "snapshot_pruned") return undefined;
      throw error;
    });
    if (earlier !== undefined) return earlier;
  }
  return NOTHING;
}

async function readEarlier(engine: DuckDBEngine, mfa: string, privilege: string): Promise<Earlier> {
  const names = Object.keys(assessed.columns).filter((name) => name !== "number");
  const distinct = (file: string) =>
    `SELECT DISTINCT ON (assessment_key) * FROM read_parquet(${pathLiteral(file)}, hive_partitioning = false)`;
  const selected = names.map((name) => identifier(name)).join(", ");
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE derive_earlier AS SELECT ${selected} FROM (${distinct(mfa)}) m` +
      ` JOIN (SELECT * EXCLUDE (account_id, arn, user_id, created_at, password_enabled, has_key, key_services, policies_known, scps_known, too_complex) FROM (${distinct(privilege)})) p` +
      " USING (assessment_key)",
  );
  return async (keys) => {
    if (keys.length === 0) return new Map();
    const rows = await engine.all(
      `SELECT * FROM derive_earlier WHERE assessment_key IN (${keys.map(stringLiteral).join(", ")})`,
    );
    return new Map(
      rows.map(({ assessment_key: key, ...columns }) => [
        String(key),
        columns as unknown as AssessmentColumns,
      ]),
    );
  };
}
