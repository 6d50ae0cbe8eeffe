import type { Engine, SqlRow } from "../../engine/engine.js";
import { timeOf } from "../../engine/row-values.js";
import { stringLiteral } from "../../engine/sql.js";
import { DAY_SECONDS } from "../../model/time.js";
import { EFFECTS, HOLDERS, type Holder } from "./catalogue.js";
import { CREDENTIALS_TABLE } from "./coverage.js";
import type { Ranked } from "./greedy.js";
import { STATES } from "./states.js";

/** A use of AWS within this time may be one that still goes on. */
const IN_USE_DAYS = 90;

/** What a fix does and to whom, after all fixes before it. */
export interface FixStats {
  /** Hundredths of a point. */
  readonly removed: number;
  readonly users: number;
  readonly credentials: Readonly<Record<Holder, number>>;
  /** Credentials that were used within 90 days, and the latest use of any, ISO 8601. */
  readonly inUse: number;
  readonly lastUsedAt: string | null;
}

/**
 * Who is covered by the fixes of a ranking: one row for each fix and credential, with the risk the fix removes from it after all
 * fixes before it. The credentials of `CREDENTIALS_TABLE` must be there.
 */
export class FixStatistics {
  private constructor(
    private readonly engine: Engine,
    private readonly asOf: number,
  ) {}

  static async create(engine: Engine, ranked: readonly Ranked[], asOf: number): Promise<FixStatistics> {
    await engine.run(`CREATE OR REPLACE TABLE fix_steps AS ${stepsSql(ranked)}`);
    return new FixStatistics(engine, asOf);
  }

  /** One entry a fix, in the order of the ranking. */
  async byFix(): Promise<FixStats[]> {
    const since = this.asOf - IN_USE_DAYS * DAY_SECONDS;
    const counts = HOLDERS.map((one) => `sum(CASE WHEN kind = '${one}' THEN 1 ELSE 0 END) AS n_${one}`);
    const rows = await this.engine.all(
      `SELECT place, sum(removed) AS removed, count(DISTINCT arn) AS users, ${counts.join(", ")},` +
        ` sum(CASE WHEN last_used_at > ${since} THEN 1 ELSE 0 END) AS in_use, max(last_used_at) AS last_used_at` +
        " FROM fix_steps GROUP BY place ORDER BY place",
    );
    return rows.map((row) => ({
      removed: Number(row.removed),
      users: Number(row.users),
      credentials: Object.fromEntries(
        HOLDERS.map((one) => [one, Number(row[`n_${one}`])]),
      ) as FixStats["credentials"],
      inUse: Number(row.in_use),
      lastUsedAt: timeOf(row.last_used_at),
    }));
  }

  /** The services and Regions that credentials of a fix were last used for, the most frequent first. */
  async uses(): Promise<SqlRow[]> {
    return await this.engine.all(
      "SELECT place, last_used_service AS service, last_used_region AS region, count(*) AS n FROM fix_steps" +
        " WHERE last_used_service IS NOT NULL GROUP BY 1, 2, 3 ORDER BY place, n DESC, service, region",
    );
  }

  /** Owners by fix, the one with most risk first. */
  async owners(): Promise<SqlRow[]> {
    return await this.engine.all(
      "SELECT place, owner, count(DISTINCT arn) AS users, sum(removed) AS removed FROM fix_steps" +
        " GROUP BY 1, 2 ORDER BY place, removed DESC, owner NULLS LAST",
    );
  }

  /** The users of fixes, those first from whom most is removed. */
  users(most?: number): AsyncIterable<SqlRow[]> {
    const of = (name: string) => `max(${name}) AS ${name}`;
    const latest = ["service", "region"].map(
      (name) => `max_by(last_used_${name}, last_used_at) AS last_used_${name}`,
    );
    const all =
      `SELECT place, account_id, arn, ${["name", "kind", "owner", "owner_from"].map(of).join(", ")}, sum(removed) AS removed,` +
      ` max(last_used_at) AS last_used_at, ${latest.join(", ")} FROM fix_steps GROUP BY place, account_id, arn`;
    const numbered = `SELECT *, row_number() OVER (PARTITION BY place ORDER BY removed DESC, arn) AS n FROM (${all}) a`;
    const some = most === undefined ? all : `SELECT * FROM (${numbered}) b WHERE n <= ${most}`;
    return this.engine.batches(`SELECT * FROM (${some}) c ORDER BY place, removed DESC, arn`);
  }
}

function stepsSql(ranked: readonly Ranked[]): string {
  const covered = [...new Set(ranked.map(({ candidate }) => candidate.number))].map((number) =>
    coveredSql(ranked, number),
  );
  const before = EFFECTS.map(
    (effect) =>
      `coalesce(max(does_${effect}) OVER (PARTITION BY arn, credential, slot ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS was_${effect}`,
  );
  const state = (bits: (effect: string) => string) =>
    EFFECTS.map((effect, index) => `${2 ** index} * ${bits(effect)}`).join(" + ");
  const risk = (column: string) =>
    `CASE ${column} ${Array.from({ length: STATES }, (_, number) => `WHEN ${number} THEN r_${number}`).join(" ")} ELSE 0 END`;
  const states =
    `SELECT *, ${state((effect) => `was_${effect}`)} AS state_before,` +
    ` ${state((effect) => `greatest(was_${effect}, does_${effect})`)} AS state_after FROM (SELECT *, ${before.join(", ")} FROM (${covered.join(" UNION ALL ") || NOTHING}) a) b`;
  return `SELECT *, ${risk("state_before")} - ${risk("state_after")} AS removed FROM (${states}) c WHERE ${risk("state_before")} > ${risk("state_after")}`;
}

/** What steps carry of each credential. */
const CARRIED = [
  ...["account_id", "arn", "name", "credential", "slot", "kind", "owner", "owner_from"],
  ...["last_used_at", "last_used_service", "last_used_region"],
  ...Array.from({ length: STATES }, (_, state) => `r_${state}`),
]
  .map((name) => `c.${name}`)
  .join(", ");

/** No fix at all. */
const NOTHING = `SELECT 0 AS place, ${EFFECTS.map((effect) => `0 AS does_${effect}`).join(", ")}, ${CARRIED} FROM ${CREDENTIALS_TABLE} c WHERE FALSE`;

/** The credentials that the fixes of one number of the catalogue cover. */
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
    return `SELECT ${own[0]?.place ?? 0} AS place, ${bits}, ${CARRIED} FROM ${CREDENTIALS_TABLE} c WHERE fix_${number}`;
  }
  return (
    `SELECT n.place, ${bits}, ${CARRIED} FROM ${CREDENTIALS_TABLE} c JOIN (VALUES ${units.join(", ")}) n(place, unit_org, unit_path)` +
    ` ON n.unit_org = c.org_id AND (c.ou_path = n.unit_path OR starts_with(c.ou_path, CASE n.unit_path WHEN '/' THEN '/' ELSE concat(n.unit_path, '/') END))` +
    ` WHERE fix_${number}`
  );
}
