import type { Engine, SqlRow } from "../../engine/engine.js";
import { numberOf, textOf, timeOf } from "../../engine/row-values.js";
import type { Fix, FixList, FixSubject } from "../../model/results/fixes.js";
import type { RiskContext } from "../risk/credential-risks.js";
import { type Candidate, readCandidates } from "./candidates.js";
import { coveredControls, type FixCatalogue, type FixDeclaration, SUBJECT } from "./catalogue.js";
import { keepWhatFits } from "./choose.js";
import { partCommand, subjectCommand } from "./commands.js";
import { hoursOfPart, notListed } from "./effort.js";
import { type PartStats, partOwners, partStats, partSubjects, partUses } from "./fix-stats.js";
import { fixedFindings } from "./fixed-findings.js";
import { type Ranked, rankFixes } from "./greedy.js";
import { findingOutcomes } from "./outcomes.js";
import { createParts } from "./parts.js";
import { CREDENTIALS_TABLE, type FindingsSource } from "./rests.js";
import { createSteps } from "./steps.js";
import { createTargets } from "./targets.js";
import { fixTitle } from "./title.js";

/** What `fixFirst` finds. */
export type FixFirst = Omit<FixList, "snapshot_id" | "as_of">;

export interface FixOptions {
  /** So many fixes at most. */
  readonly most?: number;
  /** Hours of work there are; with `byOwner`, for each owner. */
  readonly hours?: number | undefined;
  readonly byOwner?: boolean;
  /** Options that open the same snapshot again, with a space before each: for the commands. */
  readonly again?: string;
}

/** What fixes are ranked with. */
export interface FixInput {
  readonly engine: Engine;
  readonly context: RiskContext;
  readonly catalogue: FixCatalogue;
  /** The failing findings that fixes are for. */
  readonly findings: FindingsSource;
}

/** Ranks what can be done about the findings of an opened snapshot whose derived tables are open too. */
export async function fixFirst(
  { engine, context, catalogue, findings }: FixInput,
  { most = Number.POSITIVE_INFINITY, hours, byOwner = false, again = "" }: FixOptions = {},
): Promise<FixFirst> {
  await createTargets(engine, context, catalogue, findings);
  const [all] = await engine.all(
    `SELECT sum(r_0) AS risk, count(DISTINCT arn) AS users FROM ${CREDENTIALS_TABLE} WHERE r_0 > 0`,
  );
  const total = points(Number(all?.risk ?? 0));
  const emergencies = context.model.emergencies.map(({ id }) => id);
  const ranked = rankFixes(await readCandidates(engine, catalogue.fixes), emergencies);
  const shown = ranked.slice(0, most);
  await createSteps(engine, shown);
  if (hours !== undefined) await keepWhatFits(engine, shown, hours, byOwner);
  await createParts(engine, shown, byOwner);
  const stats = await partStats(engine);
  const fixes = await listed(engine, { ranked: shown, stats, catalogue, total, byOwner, again });
  return {
    hours: hours ?? null,
    by_owner: byOwner,
    fixes,
    total_risk: total,
    users: Number(all?.users ?? 0),
    rest: notListed(ranked, stats),
    findings: await fixedFindings(engine, catalogue),
    subjects: async function* (most) {
      for await (const rows of partSubjects(engine, most)) {
        yield rows.map((row) => fixSubject(row, fixes, catalogue.fixes, again));
      }
    },
  };
}

interface Listing {
  readonly ranked: readonly Ranked[];
  readonly stats: readonly PartStats[];
  readonly catalogue: FixCatalogue;
  readonly total: number;
  readonly byOwner: boolean;
  readonly again: string;
}

async function listed(engine: Engine, listing: Listing): Promise<Fix[]> {
  const { ranked, stats, catalogue, total, byOwner, again } = listing;
  const [uses, owners] = [await partUses(engine), await partOwners(engine)];
  const outcomes = await findingOutcomes(engine, ranked, catalogue);
  let sum = 0;
  return stats.map((one, part): Fix => {
    const candidate = ranked[one.place]?.candidate;
    const findings = outcomes[part];
    if (candidate === undefined || findings === undefined) throw new RangeError(`no fix at ${one.place}`);
    sum += one.removed;
    const cumulative = points(sum);
    return {
      ...ofFix(candidate, one),
      ...(byOwner && { owner: one.owner }),
      cumulative,
      cumulative_percent: total === 0 ? 0 : Math.round((10_000 * cumulative) / total) / 100,
      uses: (uses[part] ?? []).map(useOf),
      owners: (owners[part] ?? []).map(ownerOf),
      findings,
      command: partCommand(candidate.fix, one, again),
    };
  });
}

type FromOthers = "cumulative" | "cumulative_percent" | "uses" | "owners" | "findings" | "command";

function ofFix(candidate: Candidate, stats: PartStats): Omit<Fix, FromOthers> {
  const { id, fix, unit } = candidate;
  const { users, credentials } = stats;
  return {
    fix: id,
    title: fixTitle(fix.title, { credentials, users, unit: unitName(candidate) }),
    emergency: fix.emergency ?? null,
    users,
    credentials,
    risk_removed: points(stats.removed),
    effort: { hours: hoursOfPart(fix, stats.held) },
    reversible: fix.reversible,
    undo: fix.undo,
    breaks: fix.breaks,
    in_use: stats.inUse,
    kinds: stats.held,
    controls: coveredControls(fix) ?? [],
    unit: unit === null ? null : { org_id: unit.orgId, ou_path: unit.path },
    last_used_at: stats.lastUsedAt,
  };
}

function useOf({ service, region, n }: SqlRow): Fix["uses"][number] {
  return { service: String(service), region: textOf(region), credentials: Number(n) };
}

function ownerOf({ owner, users, removed }: SqlRow): Fix["owners"][number] {
  return { owner: textOf(owner), users: Number(users), risk_removed: points(Number(removed)) };
}

function fixSubject(
  row: SqlRow,
  list: readonly Fix[],
  fixes: readonly FixDeclaration[],
  again: string,
): FixSubject {
  const place = Number(row.part);
  const [listed, declared] = [list[place], fixes[Number(row.number)]];
  if (listed === undefined || declared === undefined) throw new RangeError(`no fix ${place}`);
  const subject = {
    account_id: String(row.account_id),
    account_name: textOf(row.account_name),
    arn: String(row.arn),
    name: String(row.name),
    credential: row.credential === SUBJECT ? null : textOf(row.credential),
    slot: numberOf(row.slot),
    credential_id: textOf(row.credential_id),
  };
  return {
    place,
    fix: listed.fix,
    title: listed.title,
    ...subject,
    kind: textOf(row.kind),
    owner: textOf(row.owner),
    owner_from: textOf(row.owner_from),
    risk_removed: Number(row.removed) / 100,
    reversible: listed.reversible,
    last_used_at: timeOf(row.last_used_at),
    last_used_service: textOf(row.last_used_service),
    last_used_region: textOf(row.last_used_region),
    command: subjectCommand(declared, subject, again),
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
