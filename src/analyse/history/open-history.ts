import type { Control } from "../../assess/control.js";
import { goneSql, PICTURE_TABLES, readSql } from "../../assess/picture-sql.js";
import type { Engine } from "../../engine/engine.js";
import type { Tables } from "../../lake/open.js";
import { openSeries } from "../../lake/open-series.js";
import type { Entity, LakeTable } from "../../model/entity.js";
import type { Table } from "../../model/table.js";
import { verdicts } from "../../model/verdict.js";
import { ENTITIES } from "../../sources/tables.js";
import { makeAccountSpans } from "./account-spans.js";
import type { EvidenceSource } from "./evidence.js";
import { makeIdentityLinks } from "./identity-links.js";
import { makeLinkedFindings } from "./linked-findings.js";
import { makeHistories } from "./make-histories.js";
import { seriesOf } from "./series.js";
import type { HistoryFilter, HistorySnapshot } from "./snapshot.js";
import { makeUnlistedAccounts } from "./unlisted-accounts.js";
import { makeUnseenFindings } from "./unseen-findings.js";

/** Tables of the snapshots that a history reads: accounts, and what is judged with the rows of its credentials. */
const SERIES = [...PICTURE_TABLES, ...ENTITIES.flatMap(rowTables)];

function rowTables({ credentials }: Entity): readonly LakeTable[] {
  return credentials?.inRows === undefined ? [] : [credentials.inRows.table];
}

/** What a history is opened from. */
interface HistorySources {
  readonly lake: string;
  /** Oldest first. */
  readonly snapshots: readonly HistorySnapshot[];
  readonly controls: readonly Control[];
  readonly filter: HistoryFilter;
  readonly evidence: EvidenceSource;
}

/** An opened history: the tables `histories`, `linked_findings` and `subject_spans` of its engine are its content. */
export interface History extends Pick<HistorySources, "snapshots" | "controls" | "evidence"> {
  readonly engine: Engine;
}

/**
 * Reads what became of every finding of these controls over these snapshots.
 * Throws `UserError` for files that are not whole.
 */
export async function openHistory(engine: Engine, sources: HistorySources): Promise<History> {
  const { lake, snapshots, controls, filter, evidence } = sources;
  const manifests = snapshots.map(({ manifest }) => manifest);
  const open = async (table: Table, tables: readonly Tables[]) =>
    await openSeries(engine, lake, { name: seriesOf(table), table, snapshots: tables });
  for (const table of SERIES) await open(table, manifests);
  await open(
    verdicts,
    snapshots.map((snapshot) => snapshot.verdicts),
  );
  const count = snapshots.length;
  const links = await makeIdentityLinks(engine, count);
  await makeLinkedFindings(engine, links, controls, filter);
  await engine.run(`CREATE OR REPLACE TABLE read_h AS ${readSql(seriesOf)}`);
  await engine.run(`CREATE OR REPLACE TABLE gone_h AS ${goneSql(seriesOf)}`);
  await makeUnlistedAccounts(engine, controls);
  await makeAccountSpans(engine, controls, count, filter);
  const unseen = await makeUnseenFindings(engine, controls);
  await makeHistories(engine, controls, count, unseen > 0);
  return { engine, snapshots, controls, evidence };
}
