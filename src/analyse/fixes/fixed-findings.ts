import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { FixedFindings } from "../../model/results/fixes.js";
import { ANY, type FixCatalogue } from "./catalogue.js";
import { uncoveredSql } from "./outcomes.js";
import { FAILING } from "./rests.js";

/** How many failing findings are in a fix, and why the others are in none. */
export async function fixedFindings(engine: Engine, catalogue: FixCatalogue): Promise<FixedFindings> {
  const [all] = await engine.all(`SELECT count(*) AS n FROM ${FAILING}`);
  const rows = await engine.all(
    `SELECT reason, count(*) AS n FROM (${withoutFixSql(catalogue)}) w GROUP BY 1 ORDER BY n DESC, reason`,
  );
  const without = rows.map((row) => ({ reason: String(row.reason), findings: Number(row.n) }));
  const failing = Number(all?.n ?? 0);
  return { failing, in_fix: failing - without.reduce((sum, { findings }) => sum + findings, 0), without };
}

/** SELECT of the failing findings that are in no fix, by what names them, and the `reason`. The tables of fixes must be there. */
export function withoutFixSql(catalogue: FixCatalogue): string {
  const known = [
    ...new Set(catalogue.fixes.flatMap(({ covers }) => covers.map(({ control }) => control))),
  ].filter((control) => control !== ANY);
  const reason =
    `CASE WHEN f.control_id NOT IN (${known.map(stringLiteral).join(", ")})` +
    " THEN concat('no fix is known for findings of ', f.control_id) ELSE concat('no fix for findings of ', f.control_id, ' fits') END";
  return `SELECT f.*, ${reason} AS reason FROM (${uncoveredSql(catalogue)}) f`;
}
