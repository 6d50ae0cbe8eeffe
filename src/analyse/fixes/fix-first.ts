import type { Engine, SqlRow } from "../../engine/engine.js";
import { textOf, timeOf } from "../../engine/row-values.js";
import type { CoveredUser, Fix, FixList, Ranking } from "../../model/results/fixes.js";
import type { RiskContext } from "../risk/credential-risks.js";
import { type Candidate, readCandidates } from "./candidates.js";
import { type FixDeclaration, hoursOf } from "./catalogue.js";
import { CREDENTIALS_TABLE, createCoverage, type FindingsSource } from "./coverage.js";
import { FixStatistics, type FixStats } from "./fix-stats.js";
import { type Ranked, rankFixes } from "./greedy.js";
import { fixTitle } from "./title.js";

/** What `fixFirst` finds. */
export type FixFirst = Omit<FixList, "snapshot_id" | "as_of" | "by">;

export interface FixOptions {
  readonly by: Ranking;
  /** So many fixes at most. */
  readonly most: number;
}

/** Ranks what can be done about the findings of an opened snapshot whose derived tables are open too. */
export async function fixFirst(
  engine: Engine,
  context: RiskContext,
  fixes: readonly FixDeclaration[],
  findings: FindingsSource,
  { by, most }: FixOptions,
): Promise<FixFirst> {
  await createCoverage(engine, context, fixes, findings);
  const [all] = await engine.all(
    `SELECT sum(r_0) AS risk, count(DISTINCT arn) AS users FROM ${CREDENTIALS_TABLE} WHERE r_0 > 0`,
  );
  const totalRisk = points(Number(all?.risk ?? 0));
  const ranked = rankFixes(await readCandidates(engine, fixes), by);
  const shown = ranked.slice(0, most);
  const statistics = await FixStatistics.create(engine, shown, context.asOf);
  const stats = await statistics.byFix();
  const uses = byPlace(await statistics.uses());
  const owners = byPlace(await statistics.owners());
  let cumulative = 0;
  const list = shown.map((one, place) => {
    const own = stats[place];
    if (own === undefined) throw new RangeError(`no statistics of ${one.candidate.id}`);
    cumulative += own.removed;
    const shares = { uses: uses.get(place) ?? [], owners: owners.get(place) ?? [] };
    return toFix(one, own, shares, points(cumulative), totalRisk);
  });
  return {
    fixes: list,
    total_risk: totalRisk,
    users: Number(all?.users ?? 0),
    more: ranked.length - shown.length,
    covered: async function* (most) {
      for await (const rows of statistics.users(most)) yield rows.map((row) => coveredUser(list, row));
    },
  };
}

function coveredUser(fixes: readonly Fix[], row: SqlRow): CoveredUser {
  const place = Number(row.place);
  const fix = fixes[place];
  if (fix === undefined) throw new RangeError(`no fix ${place}`);
  return {
    place,
    name: String(row.name),
    fix: fix.fix,
    title: fix.title,
    account_id: String(row.account_id),
    arn: String(row.arn),
    kind: textOf(row.kind),
    owner: textOf(row.owner),
    owner_from: textOf(row.owner_from),
    risk_removed: Number(row.removed) / 100,
    reversible: fix.reversible,
    last_used_at: timeOf(row.last_used_at),
    last_used_service: textOf(row.last_used_service),
    last_used_region: textOf(row.last_used_region),
  };
}

function toFix(
  { candidate }: Ranked,
  stats: FixStats,
  { uses, owners }: { uses: readonly SqlRow[]; owners: readonly SqlRow[] },
  cumulative: number,
  total: number,
): Fix {
  const { id, fix, unit } = candidate;
  const credentials = Object.values(stats.credentials).reduce((sum, count) => sum + count, 0);
  return {
    fix: id,
    title: fixTitle(fix.title, { credentials, users: stats.users, unit: unitName(candidate) }),
    users: stats.users,
    credentials,
    risk_removed: points(stats.removed),
    cumulative,
    cumulative_percent: total === 0 ? 0 : Math.round((10_000 * cumulative) / total) / 100,
    effort: Math.round(10 * hoursOf(fix, stats.credentials)) / 10,
    reversible: fix.reversible,
    undo: fix.undo,
    breaks: fix.breaks,
    in_use: stats.inUse,
    uses: uses.map(({ service, region, n }) => ({
      service: String(service),
      region: textOf(region),
      credentials: Number(n),
    })),
    kinds: stats.credentials,
    owners: owners.map((row) => ({
      owner: textOf(row.owner),
      users: Number(row.users),
      risk_removed: points(Number(row.removed)),
    })),
    controls: [...new Set(fix.covers.map(({ control }) => control))],
    unit: unit === null ? null : { org_id: unit.orgId, ou_path: unit.path },
    last_used_at: stats.lastUsedAt,
  };
}

/** The root unit of an organization is the organization. */
function unitName({ unit }: Candidate): string {
  if (unit === null) return "";
  return unit.path === "/" ? `organization ${unit.orgId}` : `OU ${unit.path} of ${unit.orgId}`;
}

/** Hundredths of a point -> points. */
export function points(hundredths: number): number {
  return Math.round(hundredths) / 100;
}

function byPlace(rows: readonly SqlRow[]): Map<number, SqlRow[]> {
  const places = new Map<number, SqlRow[]>();
  for (const row of rows) {
    const place = Number(row.place);
    const known = places.get(place);
    if (known === undefined) places.set(place, [row]);
    else known.push(row);
  }
  return places;
}
