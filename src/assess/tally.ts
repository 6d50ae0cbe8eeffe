import type { Engine, SqlRow } from "../engine/engine.js";
import { RANK } from "../model/status.js";
import type { Control } from "./control.js";
import type { Grouping } from "./grouping.js";
import { existedDays, planPasses } from "./passes.js";
import type { Run } from "./run.js";
import { tierRun } from "./tier-run.js";
import { sortedTiers } from "./truth.js";

/** What a control counted among one group of subjects. */
export interface Tally {
  readonly controlId: string;
  /** The account or the year, when counted by it; else empty. */
  readonly group: string;
  fail: number;
  /** Of those that fail: for want of evidence that could have excused them. */
  assumed: number;
  pass: number;
  unknown: number;
  not_applicable: number;
  readonly labels: Map<string, number>;
  readonly tiers: { readonly days: number; fail: number; population: number }[];
}

/** Counts verdicts, one tally a control and group. Runs over the same rows share one scan. */
export async function countVerdicts(
  engine: Engine,
  runs: readonly Run[],
  grouping: Grouping,
): Promise<Tally[]> {
  const tallies = new Map<string, Tally>();
  if (grouping === "none") for (const { control } of runs) tallyOf(tallies, control, "");
  const tierRuns = new Set(runs.map(tierRun));
  const judged = new Set(runs);
  for (const pass of planPasses([...new Set([...runs, ...tierRuns])], grouping)) {
    const limits = existedDays(pass.runs);
    for (const row of await engine.all(pass.sql)) {
      for (const [index, run] of pass.runs.entries()) {
        const tally = tallyOf(tallies, run.control, String(row.group_name ?? ""));
        if (judged.has(run)) addVerdict(tally, index, row);
        if (tierRuns.has(run)) addTiers(tally, run.control, reached(row, index, limits));
      }
    }
  }
  return [...tallies.values()];
}

/** Nothing counted yet. */
export function emptyTally(control: Control, group: string): Tally {
  return {
    controlId: control.declaration.id,
    group,
    fail: 0,
    assumed: 0,
    pass: 0,
    unknown: 0,
    not_applicable: 0,
    labels: new Map(Object.keys(control.declaration.labels).map((label) => [label, 0])),
    tiers: sortedTiers(control).map((days) => ({ days, fail: 0, population: 0 })),
  };
}

function tallyOf(tallies: Map<string, Tally>, control: Control, group: string): Tally {
  const key = `${control.declaration.id} ${group}`;
  const tally = tallies.get(key) ?? emptyTally(control, group);
  tallies.set(key, tally);
  return tally;
}

/** Adds what a row of a pass says of the verdicts of its run number `index`. */
function addVerdict(tally: Tally, index: number, row: SqlRow): void {
  const [code, subjects] = [Number(row[`c${index}`]), Number(row.subjects)];
  if (code >= RANK.fail) {
    tally.fail += subjects;
    if (row[`a${index}`] === true) tally.assumed += subjects;
  } else if (code === RANK.unknown) tally.unknown += subjects;
  else if (code === RANK.pass) tally.pass += subjects;
  else tally.not_applicable += subjects;
  for (const [label, count] of tally.labels) {
    if (row[`l${index}_${label}`] === true) tally.labels.set(label, count + subjects);
  }
}

/** What a row says of tiers: of so many subjects, the code of the verdict, and whether they existed so many days ago. */
interface Reached {
  readonly subjects: number;
  readonly code: number;
  readonly existedFor: (days: number) => boolean;
}

function reached(row: SqlRow, index: number, limits: readonly number[]): Reached {
  const existed = Number(row.existed ?? 0);
  return {
    subjects: Number(row.subjects),
    code: Number(row[`c${index}`]),
    existedFor: (days) => existed > limits.indexOf(days),
  };
}

function addTiers({ tiers }: Tally, { declaration }: Control, { subjects, code, existedFor }: Reached): void {
  const ofAll = declaration.tiers?.population === "all";
  for (const [index, tier] of tiers.entries()) {
    if (code > RANK.fail + index) tier.fail += subjects;
    if (ofAll || existedFor(tier.days)) tier.population += subjects;
  }
}
