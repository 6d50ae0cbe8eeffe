import type { Engine, SqlRow } from "../engine/engine.js";
import { RANK } from "../model/status.js";
import type { Control } from "./control.js";
import type { Grouping } from "./grouping.js";
import { existedDays, type Pass, planPasses } from "./passes.js";
import type { Run } from "./run.js";
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
  for (const pass of planPasses(runs, grouping)) {
    const limits = existedDays(pass.runs);
    for (const row of await engine.all(pass.sql)) addRow(tallies, pass, limits, row);
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

function addRow(tallies: Map<string, Tally>, pass: Pass, limits: readonly number[], row: SqlRow): void {
  const group = row.group_name === undefined ? "" : String(row.group_name);
  const subjects = Number(row.subjects);
  const existed = Number(row.existed ?? 0);
  pass.runs.forEach(({ control }, index) => {
    const tally = tallyOf(tallies, control, group);
    addCode(tally, Number(row[`c${index}`]), subjects, row[`a${index}`] === true);
    for (const [label, count] of tally.labels) {
      if (row[`l${index}_${label}`] === true) tally.labels.set(label, count + subjects);
    }
    const ofAll = control.declaration.tiers?.population === "all";
    for (const tier of tally.tiers) {
      if (ofAll || existed > limits.indexOf(tier.days)) tier.population += subjects;
    }
  });
}

function addCode(tally: Tally, code: number, subjects: number, assumed: boolean): void {
  if (code >= RANK.fail) {
    tally.fail += subjects;
    if (assumed) tally.assumed += subjects;
  } else if (code === RANK.unknown) tally.unknown += subjects;
  else if (code === RANK.pass) tally.pass += subjects;
  else tally.not_applicable += subjects;
  tally.tiers.forEach((tier, index) => {
    if (code > RANK.fail + index) tier.fail += subjects;
  });
}
