import type { Control } from "../assess/control.js";
import { hasYear, UNKNOWN_YEAR } from "../assess/grouping.js";
import { unlisted } from "../assess/missing-evidence.js";
import type { JudgePlan } from "../assess/plan.js";
import { countVerdicts, emptyTally, type Tally } from "../assess/tally.js";
import type { Engine } from "../engine/engine.js";
import type { Prevalence, Published } from "../model/results/prevalence.js";
import { percentInterval } from "./percent-interval.js";

/** Counts verdicts over an opened snapshot, one row a control in the order of the plan. */
export async function measurePrevalence(
  engine: Engine,
  plan: JudgePlan,
  published: ReadonlyMap<string, Published>,
): Promise<Prevalence[]> {
  const tallies = await countVerdicts(engine, plan.runs, "none");
  const missing = await unlisted(
    engine,
    plan.controls.map(({ entity }) => entity),
  );
  return plan.controls.flatMap((control) => {
    const tally = tallies.find(({ controlId }) => controlId === control.declaration.id);
    const absent = missing.get(control.entity.kind)?.length ?? 0;
    return tally === undefined ? [] : [toPrevalence(plan, tally, absent, published)];
  });
}

/** Prevalence of every group of accounts; `groupOf` names the group of an account. */
export async function measureByGroup(
  engine: Engine,
  plan: JudgePlan,
  groupOf: (accountId: string) => string,
): Promise<Map<string, Prevalence[]>> {
  const tallies = await countVerdicts(engine, plan.runs, "account");
  const missing = await unlisted(
    engine,
    plan.controls.map(({ entity }) => entity),
  );
  return groupFigures(
    plan,
    tallies.map((tally) => [groupOf(tally.group), tally]),
    (kind) => missing.get(kind)?.map(({ accountId }) => groupOf(accountId)) ?? [],
  );
}

/**
 * Prevalence of users by the calendar year (UTC) of their creation: `2019`, and `unknown`, where also the accounts count of
 * which no user is known. Controls on root users and on policies are left out: they are no users.
 */
export async function measureByYear(engine: Engine, plan: JudgePlan): Promise<Map<string, Prevalence[]>> {
  const controls = plan.controls.filter(hasYear);
  const ofUsers = { ...plan, controls, runs: plan.runs.filter(({ control }) => hasYear(control)) };
  const tallies = await countVerdicts(engine, ofUsers.runs, "year");
  const missing = await unlisted(
    engine,
    controls.map(({ entity }) => entity),
  );
  return groupFigures(
    ofUsers,
    tallies.map((tally) => [tally.group, tally]),
    (kind) => missing.get(kind)?.map(() => UNKNOWN_YEAR) ?? [],
  );
}

/** Adds up what belongs to a group. `missing`: the groups of what is unlisted of a kind of subject. */
function groupFigures(
  plan: JudgePlan,
  tallies: readonly (readonly [group: string, Tally])[],
  missing: (kind: string) => readonly string[],
): Map<string, Prevalence[]> {
  const groups = new Map<string, Map<string, { tally: Tally; absent: number }>>();
  const place = (group: string, control: Control) => {
    const controlId = control.declaration.id;
    const own = groups.get(group) ?? new Map<string, { tally: Tally; absent: number }>();
    groups.set(group, own);
    const entry = own.get(controlId) ?? { tally: emptyTally(control, group), absent: 0 };
    own.set(controlId, entry);
    return entry;
  };
  for (const control of plan.controls) {
    const { id } = control.declaration;
    for (const [group, tally] of tallies)
      if (tally.controlId === id) merge(place(group, control).tally, tally);
    for (const group of missing(control.entity.kind)) place(group, control).absent += 1;
  }
  return new Map(
    [...groups].sort().map(([group, own]) => [
      group,
      plan.controls.map((control) => {
        const entry = own.get(control.declaration.id);
        return toPrevalence(plan, entry?.tally ?? emptyTally(control, group), entry?.absent ?? 0, new Map());
      }),
    ]),
  );
}

function merge(into: Tally, from: Tally): void {
  into.fail += from.fail;
  into.assumed += from.assumed;
  into.pass += from.pass;
  into.unknown += from.unknown;
  into.not_applicable += from.not_applicable;
  for (const [label, count] of from.labels) into.labels.set(label, (into.labels.get(label) ?? 0) + count);
  for (const [index, tier] of from.tiers.entries()) {
    const own = into.tiers[index];
    if (own === undefined) continue;
    own.fail += tier.fail;
    own.population += tier.population;
  }
}

function toPrevalence(
  plan: JudgePlan,
  tally: Tally,
  absent: number,
  published: ReadonlyMap<string, Published>,
): Prevalence {
  const control = plan.controls.find(({ declaration }) => declaration.id === tally.controlId);
  if (control === undefined) throw new RangeError(`no control ${tally.controlId}`);
  const { id, title, severity, labels, tiers } = control.declaration;
  const { fail, pass, not_applicable } = tally;
  const unknown = tally.unknown + absent;
  const population = fail + pass + unknown + not_applicable;
  const low = knownPercent({ fail, unknown, population });
  const isKnown = unknown < population;
  return {
    control_id: id,
    title,
    severity,
    fail,
    pass,
    unknown,
    not_applicable,
    population,
    percent: low,
    interval: isKnown ? percentInterval(fail, population) : null,
    percent_judged: percentOf(fail, fail + pass),
    percent_bounds: population === 0 ? null : [low ?? 0, percentOf(fail + unknown, population) ?? 0],
    unknown_accounts: absent,
    assumed: tally.assumed,
    tiers: tally.tiers.map((tier) => {
      const of = tiers?.population === "all" ? population : tier.population;
      return {
        older_than_days: tier.days,
        name: tiers?.names[String(tier.days)] ?? null,
        fail: tier.fail,
        population: of,
        percent: isKnown ? percentOf(tier.fail, of) : null,
        interval: isKnown ? percentInterval(tier.fail, of) : null,
      };
    }),
    labels: Object.entries(labels).map(([label, words]) => ({
      id: label,
      title: words,
      count: tally.labels.get(label) ?? 0,
    })),
    published: hasDefaults(plan, control) ? (published.get(id) ?? null) : null,
  };
}

/** Published figures count by the default parameters: beside others they would compare what is not alike. */
function hasDefaults(plan: JudgePlan, control: Control): boolean {
  const { parameters } = control.declaration;
  return plan.runs
    .filter((run) => run.control === control)
    .every(({ set }) => [...set.values].every(([name, value]) => parameters[name]?.default === value));
}

/** The percentage that fails; null where nothing is known of anything: that is no 0. */
export function knownPercent(of: {
  readonly fail: number;
  readonly unknown: number;
  readonly population: number;
}) {
  return of.unknown === of.population ? null : percentOf(of.fail, of.population);
}

/** A percentage with two decimals; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 100;
}
