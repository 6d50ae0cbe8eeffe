import type { Control } from "../../assess/control.js";
import type { Engine, SqlRow } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { CHANGES, type Change } from "./change.js";
import { makeEvidence } from "./evidence.js";
import { makeGoneSubjects } from "./gone-subjects.js";
import type { History } from "./open-history.js";
import { wordColumns } from "./patterns.js";
import { scopeSql } from "./scope.js";
import { entitiesOf } from "./series.js";
import type { Way } from "./way.js";

/** Which of the changed findings are asked for, and how. */
export interface ChangesAsked {
  readonly changes: readonly Change[];
  /** So many of each change only. */
  readonly most?: number;
  /** With their evidence: the snapshots that they are taken from are judged again for it. */
  readonly evidence?: boolean;
}

/** The findings that changed between two snapshots. */
interface ChangedFindings {
  /** How many of those that are fixed are so because subject or credential is gone, by control. */
  gone(): Promise<Map<string, number>>;
  /**
   * Findings with `change`, `how` (of what is fixed: subject_gone, credential_gone or passes), and the places of the
   * snapshots they were first seen in (`first_seen`) and are taken from (`snapshot`).
   */
  rows(asked: ChangesAsked): AsyncIterable<readonly SqlRow[]>;
}

/** So many rows of literals are sent to the engine at once. */
const ROWS = 5_000;

/** Looks up the findings that went one of these ways. */
export async function changedFindings(
  history: History,
  ways: readonly Way[],
  after: number,
): Promise<ChangedFindings> {
  const { engine, snapshots, controls } = history;
  const words = wordColumns(snapshots.length);
  await makeWays(engine, words, ways);
  const shown = [...new Set(ways.map((way) => way.shown))].sort((a, b) => a - b);
  const same = words.map((name) => `w.${name} = h.${name}`).join(" AND ");
  await engine.run(
    "CREATE OR REPLACE VIEW changed AS SELECT h.id, h.scope, w.change, w.shown, w.first_seen" +
      ` FROM histories h JOIN ways w ON ${same}`,
  );
  const scope = scopeSql(engine.dialect, controls, "f.control_id", "f.account_id");
  await engine.run(
    "CREATE OR REPLACE VIEW changed_findings AS SELECT f.*, c.change, c.first_seen FROM linked_findings f JOIN changed c" +
      ` ON c.id = f.id AND c.scope = ${scope} AND c.shown = f.snapshot WHERE f.status = 'fail'` +
      ` AND f.snapshot IN (${[...shown, -1].join(", ")})`,
  );
  await makeGoneSubjects(engine, entitiesOf(controls), after);
  return {
    gone: async () => await goneByControl(engine),
    rows: (asked) => changedRows(history, asked, shown),
  };
}

async function* changedRows(
  { engine, controls, evidence }: History,
  asked: ChangesAsked,
  places: readonly number[],
): AsyncGenerator<readonly SqlRow[]> {
  const order = orderOf(controls);
  const rows = rowsSql(asked, order);
  if (asked.evidence !== true) yield* engine.batches(`${rows} ORDER BY ${order}`);
  else {
    await makeEvidence(engine, evidence, rows, places);
    yield* engine.batches(
      `SELECT f.*, a.org_id, e.evidence FROM (${rows}) f` +
        " LEFT JOIN accounts_h a ON a.snapshot = f.snapshot AND a.account_id = f.account_id" +
        " LEFT JOIN evidence_h e ON e.snapshot = f.snapshot AND e.finding_id = f.finding_id" +
        ` AND e.slot IS NOT DISTINCT FROM f.slot ORDER BY ${order}`,
    );
  }
}

async function makeWays(engine: Engine, words: readonly string[], ways: readonly Way[]): Promise<void> {
  const columns = words.map((name) => `${name} BIGINT`).join(", ");
  await engine.run(
    `CREATE OR REPLACE TABLE ways (${columns}, change VARCHAR, shown INTEGER, first_seen INTEGER)`,
  );
  for (let start = 0; start < ways.length; start += ROWS) {
    const rows = ways
      .slice(start, start + ROWS)
      .map(
        (way) => `(${way.words.join(", ")}, ${stringLiteral(way.change)}, ${way.shown}, ${way.firstSeen})`,
      );
    await engine.run(`INSERT INTO ways VALUES ${rows.join(", ")}`);
  }
}

async function goneByControl(engine: Engine): Promise<Map<string, number>> {
  const rows = await engine.all(
    "SELECT control_id, count(*) AS n FROM fixed_how WHERE how <> 'passes' GROUP BY control_id",
  );
  return new Map(rows.map((row) => [String(row.control_id), Number(row.n)]));
}

function rowsSql({ changes, most }: ChangesAsked, order: string): string {
  const wanted = changes.map(stringLiteral).join(", ");
  const all =
    "SELECT f.*, h.how FROM changed_findings f LEFT JOIN fixed_how h ON h.id = f.id AND h.control_id = f.control_id" +
    ` WHERE f.change IN (${wanted})`;
  if (most === undefined) return `SELECT f.* FROM (${all}) f`;
  const ranked = `SELECT f.*, row_number() OVER (PARTITION BY f.change ORDER BY ${order}) AS place FROM (${all}) f`;
  return `SELECT f.* FROM (${ranked}) f WHERE f.place <= ${most}`;
}

function orderOf(controls: readonly Control[]): string {
  const ids = controls.map(({ declaration }) => declaration.id);
  return [placeSql("f.change", CHANGES), placeSql("f.control_id", ids), ...ORDER].join(", ");
}

function placeSql(column: string, names: readonly string[]): string {
  const cases = names.map((name, index) => `WHEN ${stringLiteral(name)} THEN ${index}`);
  return `CASE ${column} ${cases.join(" ")} ELSE 0 END`;
}

const ORDER = ["f.account_id", "f.subject_arn", "f.slot NULLS FIRST", "f.finding_id"];
