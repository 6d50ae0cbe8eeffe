import { findingsSql, type JudgePlan } from "../../assess/plan.js";
import type { Engine } from "../../engine/engine.js";
import { parquetSource } from "../../lake/parquet.js";
import { copyRows } from "./store-verdicts.js";

/** Where evidence is asked for and given: `wanted` holds the `finding_id` of findings that fail in a snapshot. */
export interface EvidenceFiles {
  readonly wanted: string;
  /** Made: `finding_id`, `slot` and `evidence` of each. */
  readonly target: string;
}

/** Evidence is not stored: whoever opens a history says how it is made again. */
export interface EvidenceSource {
  /** Where a table may lie until the history is closed. */
  readonly file: (name: string) => string;
  /** Judges the snapshot at a place of the history once more and writes what `writeEvidence` does. */
  readonly write: (place: number, files: EvidenceFiles) => Promise<void>;
}

/** Writes the evidence of findings of an opened snapshot. */
export async function writeEvidence(
  engine: Engine,
  plan: JudgePlan,
  { wanted, target }: EvidenceFiles,
): Promise<void> {
  await copyRows(
    engine,
    `SELECT f.finding_id, f.slot, f.evidence FROM (${findingsSql(plan, { statuses: ["fail"] }, engine)}) f` +
      ` WHERE f.finding_id IN (SELECT finding_id FROM ${parquetSource(wanted)})`,
    target,
  );
}

/**
 * Makes the view `evidence_h` (`snapshot`, `finding_id`, `slot`, `evidence`) of the rows of a query, which has the columns
 * `snapshot` and `finding_id`. Two keys of a user of whose age nothing is known have one id: so the slot is told, too.
 */
export async function makeEvidence(
  engine: Engine,
  { file, write }: EvidenceSource,
  rows: string,
  places: readonly number[],
): Promise<void> {
  const made: string[] = [];
  for (const place of places) {
    const files = { wanted: file(`wanted-${place}`), target: file(`evidence-${place}`) };
    const ids = `SELECT DISTINCT finding_id FROM (${rows}) r WHERE r.snapshot = ${place}`;
    if ((await copyRows(engine, ids, files.wanted)) === 0) continue;
    await write(place, files);
    made.push(`SELECT ${place} AS snapshot, * FROM ${parquetSource(files.target)}`);
  }
  const none =
    "SELECT 0 AS snapshot, '' AS finding_id, CAST(NULL AS INTEGER) AS slot, '' AS evidence WHERE FALSE";
  await engine.run(`CREATE OR REPLACE VIEW evidence_h AS ${[none, ...made].join(" UNION ALL ")}`);
}
