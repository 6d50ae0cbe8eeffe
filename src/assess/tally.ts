import type { Engine } from "../engine/engine.js";
import { RANK } from "../model/status.js";
import type { Control } from "./control.js";
import type { Grouping } from "./grouping.js";
import { existedDays, type Pass, planPasses } from "./pass.js";
import type { Run } from "./run.js";
import { sortedTiers } from "./verdict-sql.js";

/** What a control counted among one group of subjects. */
export interface Tally {
  readonly controlId: string;
  /** The account or the year, when counted by it; else empty. */
  readonly group: string;
  fail: number;
  pass: number;
  unknown: number;
  not_applicable: number;
  readonly labels: Map<string, number>;
  readonly tiers: { readonly days: number; fail: number; population: number }[];
}

/**
 * Counts verdicts, one tally a control and group. Runs over the same rows share one pass: each control becomes
 * a small number, the numbers of a row are packed into one, and rows are grouped by it.
 */
export async function countVerdicts(
  engine: Engine,
  runs: readonly Run[],
  asOf: number,
  grouping: Grouping,
): Promise<Tally[]> {
  const tallies = new Map<string, Tally>();
  for (const { control } of runs) if (grouping === "none") tallyOf(tallies, control.declaration.id, "", runs);
  for (const pass of planPasses(runs, asOf, grouping)) {
    for (const row of await engine.all(pass.sql)) {
      const group = grouping === "none" ? "" : String(row.group_name);
      addRow(tallies, pass, group, Number(row.packed), Number(row.subjects));
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
    pass: 0,
    unknown: 0,
    not_applicable: 0,
    labels: new Map(Object.keys(control.declaration.labels).map((label) => [label, 0])),
    tiers: sortedTiers(control).map((days) => ({ days, fail: 0, population: 0 })),
  };
}

function tallyOf(tallies: Map<string, Tally>, controlId: string, group: string, runs: readonly Run[]): Tally {
  const key = `${controlId} ${group}`;
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const control = runs.find((run) => run.control.declaration.id === controlId)?.control;
  if (control === undefined) throw new RangeError(`no run of ${controlId}`);
  const tally = emptyTally(control, group);
  tallies.set(key, tally);
  return tally;
}

function addRow(
  tallies: Map<string, Tally>,
  pass: Pass,
  group: string,
  packed: number,
  subjects: number,
): void {
  const values = unpack(pass, packed);
  const existed = values.find(({ field }) => field.name === "existed" && field.run === -1)?.value ?? 0;
  const limits = existedDays(pass.runs);
  for (const { field, value } of values) {
    const run = pass.runs[field.run];
    if (run === undefined) continue;
    const tally = tallyOf(tallies, run.control.declaration.id, group, pass.runs);
    if (field.name === "code") addCode(tally, run, value, subjects, (days) => existed > limits.indexOf(days));
    else if (value === 1) tally.labels.set(field.name, (tally.labels.get(field.name) ?? 0) + subjects);
  }
}

function addCode(
  tally: Tally,
  run: Run,
  code: number,
  subjects: number,
  existed: (days: number) => boolean,
): void {
  if (code >= RANK.fail) tally.fail += subjects;
  else if (code === RANK.unknown) tally.unknown += subjects;
  else if (code === RANK.pass) tally.pass += subjects;
  else tally.not_applicable += subjects;
  const population = run.control.declaration.tiers?.population;
  tally.tiers.forEach((tier, index) => {
    if (code > RANK.fail + index) tier.fail += subjects;
    if (population === "all" || existed(tier.days)) tier.population += subjects;
  });
}

/** The fields of a packed number, undoing `f0 + f1 * b0 + f2 * b0 * b1 + ...`. */
function unpack(pass: Pass, packed: number): { field: Pass["fields"][number]; value: number }[] {
  let rest = packed;
  return pass.fields.map((field) => {
    const value = rest % field.base;
    rest = Math.floor(rest / field.base);
    return { field, value };
  });
}
