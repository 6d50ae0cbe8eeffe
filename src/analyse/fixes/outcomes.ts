import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import type { FindingOutcomes } from "../../model/results/fixes.js";
import { ANY, endsAll, type FixCatalogue, type FixDeclaration } from "./catalogue.js";
import type { Ranked } from "./greedy.js";
import { PARTS } from "./parts.js";
import { FAILING, RESTS } from "./rests.js";
import { TARGETS } from "./targets.js";

/**
 * What becomes of the failing findings on the subjects of each part: `resolved` by it, after all before it; `milder`, for less risk stands
 * behind them; or unchanged. In the order of the parts.
 */
export async function findingOutcomes(
  engine: Engine,
  ranked: readonly Ranked[],
  { restsOn }: FixCatalogue,
): Promise<FindingOutcomes[]> {
  const any = Object.entries(restsOn).flatMap(([control, one]) => (one.any ? [stringLiteral(control)] : []));
  await engine.run(
    `CREATE OR REPLACE TABLE fix_dealt AS SELECT r.n, r.id, min(r.control_id) AS control_id,` +
      ` min(CASE WHEN ${resolvesSql(ranked)} THEN p.part END) AS dealt FROM ${RESTS} r LEFT JOIN ${PARTS} p ON p.id = r.id GROUP BY r.n, r.id`,
  );
  const isAny = any.length === 0 ? "FALSE" : `min(control_id) IN (${any.join(", ")})`;
  await engine.run(
    "CREATE OR REPLACE TABLE fix_ends AS SELECT n," +
      ` CASE WHEN ${isAny} THEN min(dealt) WHEN count(dealt) = count(*) THEN max(dealt) END AS resolved FROM fix_dealt GROUP BY n`,
  );
  const milder =
    `SELECT p.part, count(DISTINCT r.n) AS milder FROM ${PARTS} p JOIN ${RESTS} r ON r.id = p.id JOIN fix_ends e ON e.n = r.n` +
    ` WHERE (p.removed > 0 OR ${resolvesSql(ranked)}) AND (e.resolved IS NULL OR e.resolved > p.part) GROUP BY p.part`;
  const standing =
    `SELECT s.part, count(*) AS standing FROM (SELECT DISTINCT part, account_id, arn FROM ${PARTS}) s` +
    ` JOIN ${FAILING} f ON f.account_id = s.account_id AND f.subject_arn = s.arn JOIN fix_ends e ON e.n = f.n` +
    " WHERE e.resolved IS NULL OR e.resolved >= s.part GROUP BY s.part";
  const rows = await engine.all(
    `SELECT t.part, t.standing, coalesce(m.milder, 0) AS milder, coalesce(x.resolved, 0) AS resolved FROM (${standing}) t` +
      ` LEFT JOIN (${milder}) m ON m.part = t.part` +
      " LEFT JOIN (SELECT resolved AS part, count(*) AS resolved FROM fix_ends WHERE resolved IS NOT NULL GROUP BY 1) x ON x.part = t.part ORDER BY t.part",
  );
  return rows.map((row) => {
    const [resolved, mild] = [Number(row.resolved), Number(row.milder)];
    return { resolved, milder: mild, unchanged: Number(row.standing) - resolved - mild };
  });
}

/** Whether the finding of a row `r` passes, as far as it rests on the credential of the step `p`. */
function resolvesSql(ranked: readonly Ranked[]): string {
  const fixes = new Map(ranked.map(({ candidate }) => [candidate.number, candidate.fix]));
  const cases = [...fixes].map(([number, fix]) => `WHEN ${number} THEN ${passesSql(fix, "r.control_id")}`);
  return cases.length === 0 ? "FALSE" : `CASE p.number ${cases.join(" ")} ELSE FALSE END`;
}

/** Whether findings of a control on what a fix is for pass afterwards. */
function passesSql(fix: FixDeclaration, control: string): string {
  if (endsAll(fix)) return "TRUE";
  const named = fix.resolves.map(stringLiteral);
  const own = fix.effect === "settle" ? "r.id < 0" : "FALSE";
  return named.length === 0 ? own : `(${own} OR ${control} IN (${named.join(", ")}))`;
}

/**
 * SELECT of the failing findings that are in no fix: the columns that name them, and the number of each. What is `covered` is in a fix that
 * is for findings of its control, or takes away what it rests on.
 */
export function uncoveredSql({ fixes }: FixCatalogue): string {
  const inFix = fixes.map((fix, number) => {
    const controls = [...fix.covers.map(({ control }) => control), ...fix.resolves];
    const isFor =
      endsAll(fix) || controls.includes(ANY)
        ? ""
        : ` AND r.control_id IN (${[...new Set(controls)].map(stringLiteral).join(", ")})`;
    return `(t.fix_${number}${isFor})`;
  });
  return (
    `SELECT f.* FROM ${FAILING} f WHERE f.n NOT IN (SELECT r.n FROM ${RESTS} r JOIN ${TARGETS} t ON t.id = r.id` +
    ` WHERE ${inFix.join(" OR ")})`
  );
}
