import type { Engine } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { EFFECTS } from "./catalogue.js";
import type { Ranked } from "./greedy.js";
import { STATES } from "./states.js";
import { ROWS, TARGETS } from "./targets.js";

/**
 * What each fix of a ranking does: one row a fix, by its `place` in the ranking and its `number` in the catalogue, and credential or
 * subject, with what it `removed` after all fixes before it in hundredths of a point. `n` numbers them by fix, the most dangerous first.
 */
export const STEPS = "fix_steps";

export async function createSteps(engine: Engine, ranked: readonly Ranked[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${STEPS} AS SELECT s.place, s.number, s.removed, ${CARRIED.join(", ")},` +
      " row_number() OVER (ORDER BY s.place, s.removed DESC, c.account_id, c.arn, c.credential, c.slot, c.id) AS n" +
      ` FROM (${stepsSql(ranked)}) s JOIN ${ROWS} c ON c.id = s.id`,
  );
}

function stepsSql(ranked: readonly Ranked[]): string {
  const numbers = [...new Set(ranked.map(({ candidate }) => candidate.number))];
  const covered = numbers.map((number) => coveredSql(ranked, number)).join(" UNION ALL ");
  const before = EFFECTS.map(
    (effect) =>
      `coalesce(max(does_${effect}) OVER (PARTITION BY id ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS was_${effect}`,
  );
  const done = `SELECT *, ${before.join(", ")} FROM (${covered || NOTHING}) a`;
  const news = EFFECTS.map((effect) => `does_${effect} > was_${effect}`).join(" OR ");
  return (
    `SELECT *, ${riskSql((effect) => `was_${effect}`)} - ${riskSql((effect) => `greatest(was_${effect}, does_${effect})`)} AS removed` +
    ` FROM (${done}) b WHERE was_remove = 0 AND (${news})`
  );
}

/** The risk of a credential to which these things were done. */
function riskSql(bit: (effect: string) => string): string {
  const state = EFFECTS.map((effect, index) => [bit(effect), 2 ** index] as const)
    .filter(([, value]) => value < STATES)
    .map(([sql, value]) => `${value} * ${sql}`)
    .join(" + ");
  const risks = Array.from({ length: STATES }, (_, number) => `WHEN ${number} THEN r_${number}`).join(" ");
  return `CASE WHEN ${bit("remove")} = 1 THEN 0 ELSE CASE ${state} ${risks} END END`;
}

/** What steps carry of each credential. */
const CARRIED = [
  ...[
    "id",
    "account_id",
    "arn",
    "as_of",
    "name",
    "credential",
    "slot",
    "credential_id",
    "kind",
    "owner",
    "owner_from",
  ],
  ...["last_used_at", "last_used_service", "last_used_region"],
].map((name) => `c.${name}`);

const RISKS = ["c.id", ...Array.from({ length: STATES }, (_, state) => `c.r_${state}`)].join(", ");

/** No fix at all. */
const NOTHING = `SELECT 0 AS place, 0 AS number, ${EFFECTS.map((effect) => `0 AS does_${effect}`).join(", ")}, ${RISKS} FROM ${TARGETS} c WHERE FALSE`;

/** What the fixes of one number of the catalogue cover. */
function coveredSql(ranked: readonly Ranked[], number: number): string {
  const own = ranked.flatMap(({ candidate }, place) =>
    candidate.number === number ? [{ candidate, place }] : [],
  );
  const effect = own[0]?.candidate.fix.effect;
  const bits = EFFECTS.map((one) => `${one === effect ? 1 : 0} AS does_${one}`).join(", ");
  const units = own.flatMap(({ candidate: { unit }, place }) =>
    unit === null ? [] : [`(${place}, ${stringLiteral(unit.orgId)}, ${stringLiteral(unit.path)})`],
  );
  if (units.length === 0) {
    return `SELECT ${own[0]?.place ?? 0} AS place, ${number} AS number, ${bits}, ${RISKS} FROM ${TARGETS} c WHERE fix_${number}`;
  }
  return (
    `SELECT n.place, ${number} AS number, ${bits}, ${RISKS} FROM ${TARGETS} c JOIN (VALUES ${units.join(", ")}) n(place, unit_org, unit_path)` +
    ` ON n.unit_org = c.org_id AND (c.ou_path = n.unit_path OR starts_with(c.ou_path, CASE n.unit_path WHEN '/' THEN '/' ELSE concat(n.unit_path, '/') END))` +
    ` WHERE fix_${number}`
  );
}
