import { userCondition } from "../../assess/data-condition.js";
import { isCollected, unlistedOf } from "../../assess/missing-evidence.js";
import { asOfSql } from "../../assess/run.js";
import type { Engine } from "../../engine/engine.js";
import { thousands } from "../../model/listed.js";
import type { BenchmarkRow } from "../../model/results/benchmark.js";
import type { Prevalence } from "../../model/results/prevalence.js";
import { ENTITIES } from "../../sources/tables.js";
import { percentOf } from "../prevalence.js";
import type { Figure, Source } from "./sources.js";
import { type Counts, shareInterval, standing } from "./standing.js";

/**
 * Every published figure beside ours. `prevalence` must have been counted with the default parameters: published figures
 * are of that definition.
 */
export async function benchmark(
  engine: Engine,
  sources: readonly Source[],
  prevalence: readonly Prevalence[],
): Promise<BenchmarkRow[]> {
  const rows: BenchmarkRow[] = [];
  for (const { id, figures } of sources) {
    for (const one of figures) {
      const control = prevalence.find(({ control_id }) => control_id === one.control);
      const counts = control === undefined ? await ownCounts(engine, one) : countsOf(control);
      rows.push(row(id, { ...one, ...notCollected(one, counts) }, nameOf(one, control), counts));
      if (control !== undefined) rows.push(...tierRows(id, one, control));
    }
  }
  return rows;
}

/** Why there is no figure of ours though there is a way to count it. */
function notCollected({ unlike }: Figure, counts: Counts | null): Pick<Figure, "unlike"> {
  return counts === null && unlike === undefined ? { unlike: "not collected: iamspect audit --full" } : {};
}

function nameOf({ metric, definition }: Figure, control: Prevalence | undefined): string {
  return control?.title === undefined ? (metric ?? definition ?? "") : `fails ${control.control_id}`;
}

function countsOf({ fail, unknown, population }: Prevalence): Counts {
  return { fail, unknown, of: population };
}

/** Null where there is no way to count it, or nothing of what is counted was collected anywhere. */
async function ownCounts(engine: Engine, { ours }: Figure): Promise<Counts | null> {
  if (ours === undefined) return null;
  const entities = ENTITIES.filter(({ kind }) => ours.subjects.includes(kind));
  for (const entity of entities) if (!(await isCollected(engine, entity))) return null;
  const alias = ours.from.split(" ").at(-1) ?? "";
  const bound = (sql: string) => userCondition(sql, asOfSql(alias));
  const of = ours.of === undefined ? "TRUE" : bound(ours.of);
  const sum = (condition: string) => `coalesce(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`;
  // Whether it belongs to the denominator may be unknown as well; it then counts among the unknown.
  const [found] = await engine.all(
    `SELECT ${sum("within AND fails")} AS fail, ${sum("within IS NULL OR within AND fails IS NULL")} AS unknown,` +
      ` ${sum("coalesce(within, TRUE)")} AS total` +
      ` FROM (SELECT (${of}) AS within, (${bound(ours.where)}) AS fails FROM ${ours.from}) x`,
  );
  let absent = 0;
  for (const entity of entities) absent += (await unlistedOf(engine, entity)).length;
  return {
    fail: Number(found?.fail),
    unknown: Number(found?.unknown) + absent,
    of: Number(found?.total) + absent,
  };
}

function row(source: string, one: Figure, figure: string, counts: Counts | null): BenchmarkRow {
  const counted = percentOf(one.numerator ?? 0, one.numerator === undefined ? 0 : (one.denominator ?? 0));
  const percent = counted ?? one.percent ?? one.percent_above ?? null;
  const lowerBound = one.lower_bound || one.percent_above !== undefined;
  const known = counts !== null && counts.unknown < counts.of ? counts : null;
  const [low = null, high = null] = (known && shareInterval(known))?.map(round) ?? [];
  return {
    source,
    figure,
    definition: one.definition ?? null,
    denominator: one.denominator_text,
    published_percent: percent,
    published_numerator: one.numerator ?? null,
    published_denominator: one.denominator ?? null,
    published_is_lower_bound: lowerBound,
    fail: counts?.fail ?? null,
    unknown: counts?.unknown ?? null,
    population: counts?.of ?? null,
    percent: known && percentOf(known.fail, known.of),
    percent_low: low,
    percent_high: high,
    standing: known === null || percent === null ? null : standing(known, { percent, lowerBound }),
    unlike: one.unlike ?? null,
    notes: one.notes,
  };
}

function round(percent: number): number {
  return Math.round(100 * percent) / 100;
}

/** Subjects that fail by this much more; what is not known of the control is not known of its tiers. */
function tierRows(source: string, one: Figure, control: Prevalence): BenchmarkRow[] {
  return one.tiers.flatMap((theirs) => {
    const tier = control.tiers.find(({ older_than_days: days }) => days === theirs.older_than_days);
    if (tier === undefined) return [];
    const figure = { ...one, ...theirs, percent: theirs.percent, definition: undefined, notes: [] };
    const unknown = Math.min(control.unknown, tier.population - tier.fail);
    const name = `${nameOf(one, control)}, older than ${thousands(theirs.older_than_days)} days`;
    return [row(source, figure, name, { fail: tier.fail, unknown, of: tier.population })];
  });
}
