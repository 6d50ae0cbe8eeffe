import type { Control } from "../../assess/control.js";
import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { HistoryFilter } from "./snapshot.js";

/**
 * Makes the view `linked_findings`: the findings of an opened history that are looked at, with `id`, a number that stands
 * for the same finding in all snapshots. Two findings of one control and account whose numbers are equal would be taken
 * for one: among ten million findings that has a chance of 1 in 100,000.
 */
export async function makeLinkedFindings(
  engine: Engine,
  links: number,
  controls: readonly Control[],
  { accounts }: HistoryFilter,
): Promise<void> {
  const own = engine.dialect.hash64("f.finding_id");
  const ids = controls.map(({ declaration }) => declaration.id);
  const where = [
    `f.control_id IN (${ids.map(stringLiteral).join(", ")})`,
    ...(accounts.length === 0 ? [] : [`f.account_id IN (${accounts.map(stringLiteral).join(", ")})`]),
  ].join(" AND ");
  const sql =
    links === 0
      ? `SELECT f.*, ${own} AS id FROM verdicts_h f WHERE ${where}`
      : `SELECT f.*, coalesce(l.linked, ${own}) AS id FROM verdicts_h f LEFT JOIN identity_links l` +
        ` ON l.snapshot = f.snapshot AND l.own = ${own} WHERE ${where}`;
  await engine.run(`CREATE OR REPLACE VIEW linked_findings AS ${sql}`);
}
