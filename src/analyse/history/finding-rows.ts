import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { HistoryFilter } from "./snapshot.js";

/** Makes the view `linked_findings`: the findings of an opened history, `same_id` being the same over all of it. */
export async function makeLinkedFindings(
  engine: Engine,
  links: number,
  filter: HistoryFilter,
): Promise<void> {
  const where = ["f.subject_kind <> 'account'", ...inList("f.control_id", filter.controls)];
  const all = [...where, ...inList("f.account_id", filter.accounts)].join(" AND ");
  const sql =
    links === 0
      ? `SELECT f.*, f.finding_id AS same_id FROM findings_h f WHERE ${all}`
      : "SELECT f.*, coalesce(l.linked_id, f.finding_id) AS same_id FROM findings_h f LEFT JOIN identity_links l" +
        ` ON l.snapshot = f.snapshot AND l.finding_id = f.finding_id WHERE ${all}`;
  await engine.run(`CREATE OR REPLACE VIEW linked_findings AS ${sql}`);
}

function inList(column: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${column} IN (${values.map(stringLiteral).join(", ")})`];
}
