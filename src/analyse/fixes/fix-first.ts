import type { Control } from "../../assess/control.js";
import type { Engine, SqlRow } from "../../engine/engine.js";
import { numberOf, textOf, timeOf } from "../../engine/row-values.js";
import type { Fix, FixHead, FixList, FixSubject } from "../../model/results/fixes.js";
import type { RiskContext } from "../risk/credential-risks.js";
import { type Candidate, readCandidates } from "./candidates.js";
import { coveredControls, type FixCatalogue, type FixDeclaration, SUBJECT } from "./catalogue.js";
import { keepWhatFits } from "./choose.js";
import { partCommand, subjectCommand } from "./commands.js";
import { hoursOfPart, notListed } from "./effort.js";
import { evidenceFixes } from "./evidence-fixes.js";
import { type PartStats, partOwners, partStats, partSubjects, partUses } from "./fix-stats.js";
import { fixedFindings } from "./fixed-findings.js";
import { type Ranked, rankFixes } from "./greedy.js";
import { findingOutcomes } from "./outcomes.js";
import { createParts } from "./parts.js";
import { CREDENTIALS_TABLE, type FindingsSource } from "./rests.js";
import { createSteps } from "./steps.js";
import { createTargets } from "./targets.js";
import { fixTitle } from "./title.js";

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
  /** The findings that fixes are for: of others than those that fail nothing is read. */
  readonly findings: FindingsSource;
  /** Those that are unknown, where missing evidence is to be told. */
  readonly unknown?: FindingsSource;
  /** The controls whose findings these are: what evidence they need. */
  readonly controls: readonly Control[];
}

/** Ranks what can be done about the findings of an opened snapshot whose derived tables are open too. */
export async function fixFirst(
  input: FixInput,
  { most = Number.POSITIVE_INFINITY, hours, byOwner = false, again = "" }: FixOptions = {},
): Promise<FixList> {
  const { engine, context, catalogue, findings } = input;
  await createTargets(engine, context, catalogue, { findings });
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
  const fixes = heads({ ranked: shown, stats, total, byOwner, again });
  return {
    hours: hours ?? null,
    by_owner: byOwner,
    fixes,
    total_risk: total,
    users: Number(all?.users ?? 0),
    rest: notListed(ranked, stats),
    details: async () => await withDetails(engine, fixes, shown, catalogue),
    findings: async () => await fixedFindings(engine, catalogue),
    evidence: async () => (await evidenceFixes(input)).slice(0, collected(catalogue, fixes, hours)),
    subjects: async function* (most) {
      for await (const rows of partSubjects(engine, most)) {
        yield rows.map((row) => fixSubject(row, fixes, catalogue.fixes, again));
      }
    },
  };
}

/** How many kinds of evidence can be collected in what is left of the hours. */
function collected(
  { collectingHours }: FixCatalogue,
  fixes: readonly FixHead[],
  hours = Number.POSITIVE_INFINITY,
): number {
  const left = fixes.reduce((rest, { effort }) => rest - effort.hours, hours);
  return Math.max(0, Math.floor(left / collectingHours));
}

interface Listing {
  readonly ranked: readonly Ranked[];
  readonly stats: readonly PartStats[];
  readonly total: number;
  readonly byOwner: boolean;
  readonly again: string;
}

function heads({ ranked, stats, total, byOwner, again }: Listing): FixHead[] {
  let sum = 0;
  return stats.map((one): FixHead => {
    const candidate = ranked[one.place]?.candidate;
    if (candidate === undefined) throw new RangeError(`no fix at ${one.place}`);
    sum += one.removed;
    return {
      ...ofFix(candidate, one),
      ...(byOwner && { owner: one.owner }),
      cumulative: points(sum),
      cumulative_percent: total === 0 ? 0 : Math.round((10_000 * points(sum)) / total) / 100,
      command: partCommand(candidate.fix, one, again),
    };
  });
}

type OfList = "cumulative" | "cumulative_percent" | "command";

function ofFix(candidate: Candidate, stats: PartStats): Omit<FixHead, OfList> {
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

async function withDetails(
  engine: Engine,
  fixes: readonly FixHead[],
  ranked: readonly Ranked[],
  catalogue: FixCatalogue,
): Promise<Fix[]> {
  const [uses, owners] = [await partUses(engine), await partOwners(engine)];
  const outcomes = await findingOutcomes(engine, ranked, catalogue);
  return fixes.map((fix, part): Fix => {
    const findings = outcomes[part];
    if (findings === undefined) throw new RangeError(`no findings of ${fix.fix}`);
    return {
      ...fix,
      uses: (uses[part] ?? []).map(useOf),
      owners: (owners[part] ?? []).map(ownerOf),
      findings,
    };
  });
}

function useOf({ service, region, n }: SqlRow): Fix["uses"][number] {
  return { service: String(service), region: textOf(region), credentials: Number(n) };
}

function ownerOf({ owner, users, removed }: SqlRow): Fix["owners"][number] {
  return { owner: textOf(owner), users: Number(users), risk_removed: points(Number(removed)) };
}

function fixSubject(
  row: SqlRow,
  list: readonly FixHead[],
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
