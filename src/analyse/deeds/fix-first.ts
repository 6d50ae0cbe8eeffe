import type { Engine, SqlRow } from "../../engine/engine.js";
import type { RiskContext } from "../risk/ways-sql.js";
import { type Candidate, readCandidates } from "./candidates.js";
import { type DeedDeclaration, hoursOf } from "./catalogue.js";
import { createCoverage, type FindingsSource, WAYS_TABLE } from "./coverage.js";
import { DeedStatistics, type DeedStats } from "./deed-stats.js";
import { type Ranked, type Ranking, rankDeeds } from "./greedy.js";
import { deedTitle } from "./title.js";

/** One deed of the list. Risk in points with two decimals, as `data/risk.yaml` defines them. */
export interface Deed {
  readonly deed: string;
  readonly title: string;
  /** Users from which it removes risk; each is counted once. */
  readonly users: number;
  readonly ways: number;
  /** After all deeds before it. */
  readonly risk_removed: number;
  /** By this deed and all before it. */
  readonly cumulative: number;
  /** Of all risk there is. */
  readonly cumulative_percent: number;
  /** Hours of work. */
  readonly effort: number;
  readonly reversible: boolean;
  readonly undo: string;
  /** What could break: in words, and what the ways were last used for. */
  readonly breaks: string;
  /** Of the ways: used within 90 days. */
  readonly in_use: number;
  /** Epoch seconds. */
  readonly last_used_at: number | null;
  readonly uses: readonly {
    readonly service: string;
    readonly region: string | null;
    readonly ways: number;
  }[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly owners: readonly {
    readonly owner: string | null;
    readonly users: number;
    readonly risk_removed: number;
  }[];
  readonly controls: readonly string[];
  readonly unit: { readonly org_id: string; readonly ou_path: string } | null;
}

export interface FixFirst {
  readonly deeds: readonly Deed[];
  /** Of all users and root users. */
  readonly totalRisk: number;
  readonly users: number;
  /** Deeds that would remove something more, and are not in the list. */
  readonly more: number;
  readonly statistics: DeedStatistics;
}

export interface FixOptions {
  readonly by: Ranking;
  /** So many deeds at most. */
  readonly most: number;
}

/** Ranks what can be done about the findings of an opened snapshot whose derived tables are open too. */
export async function fixFirst(
  engine: Engine,
  context: RiskContext,
  deeds: readonly DeedDeclaration[],
  findings: FindingsSource,
  { by, most }: FixOptions,
): Promise<FixFirst> {
  await createCoverage(engine, context, deeds, findings);
  const [all] = await engine.all(
    `SELECT sum(r_0) AS risk, count(DISTINCT arn) AS users FROM ${WAYS_TABLE} WHERE r_0 > 0`,
  );
  const totalRisk = points(Number(all?.risk ?? 0));
  const ranked = rankDeeds(await readCandidates(engine, deeds), by);
  const shown = ranked.slice(0, most);
  const statistics = await DeedStatistics.create(engine, shown, context.asOf);
  const stats = await statistics.byDeed();
  const uses = byPlace(await statistics.uses());
  const owners = byPlace(await statistics.owners());
  let cumulative = 0;
  const list = shown.map((one, place) => {
    const own = stats[place];
    if (own === undefined) throw new RangeError(`no statistics of ${one.candidate.id}`);
    cumulative += own.removed;
    const shares = { uses: uses.get(place) ?? [], owners: owners.get(place) ?? [] };
    return toDeed(one, own, shares, points(cumulative), totalRisk);
  });
  return {
    deeds: list,
    totalRisk,
    users: Number(all?.users ?? 0),
    more: ranked.length - shown.length,
    statistics,
  };
}

function toDeed(
  { candidate }: Ranked,
  stats: DeedStats,
  { uses, owners }: { uses: readonly SqlRow[]; owners: readonly SqlRow[] },
  cumulative: number,
  total: number,
): Deed {
  const { id, deed, unit } = candidate;
  const ways = Object.values(stats.ways).reduce((sum, count) => sum + count, 0);
  return {
    deed: id,
    title: deedTitle(deed.title, { ways, users: stats.users, unit: unitName(candidate) }),
    users: stats.users,
    ways,
    risk_removed: points(stats.removed),
    cumulative,
    cumulative_percent: total === 0 ? 0 : Math.round((10_000 * cumulative) / total) / 100,
    effort: Math.round(10 * hoursOf(deed, stats.ways)) / 10,
    reversible: deed.reversible,
    undo: deed.undo,
    breaks: deed.breaks,
    in_use: stats.inUse,
    last_used_at: stats.lastUsedAt,
    uses: uses.map(({ service, region, n }) => ({
      service: String(service),
      region: region === null || region === undefined ? null : String(region),
      ways: Number(n),
    })),
    kinds: stats.ways,
    owners: owners.map((row) => ({
      owner: row.owner === null || row.owner === undefined ? null : String(row.owner),
      users: Number(row.users),
      risk_removed: points(Number(row.removed)),
    })),
    controls: [...new Set(deed.covers.map(({ control }) => control))],
    unit: unit === null ? null : { org_id: unit.orgId, ou_path: unit.path },
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
