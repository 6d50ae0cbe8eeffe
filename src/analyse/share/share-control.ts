import type { Control } from "../../assess/control.js";
import type { ParameterValues } from "../../assess/parameters.js";
import { type Cell, cellOf, highest } from "../../model/cell.js";
import type { Prevalence } from "../../model/results/prevalence.js";
import type { SharedControl } from "../../model/share.js";
import { coarsen, coarsePopulation, remainder } from "./coarsen.js";

/** A control as an organization was judged by it. */
export interface JudgedControl {
  readonly control: Control;
  /** Of the control, as `definitionOf` tells it. */
  readonly definition: string;
  readonly values: ParameterValues;
}

/** The figures of one control over one organization as they are shared; `minCell` null: exact. */
export function shareControl(
  row: Prevalence,
  { control, definition, values }: JudgedControl,
  minCell: number | null,
): SharedControl {
  const { tiers } = control.declaration;
  const told = minCell === null ? exact : coarse(row.population, minCell);
  const population = told.population(row.population);
  return {
    control_id: row.control_id,
    definition,
    subject: control.entity.kind,
    parameters: Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...told.statuses(row),
    population,
    tiers: row.tiers.map((tier) => ({
      older_than_days: tier.older_than_days,
      fail: told.part(tier.fail),
      population: tiers?.population === "all" ? population : told.part(tier.population),
    })),
    labels: row.labels.map(({ id, count }) => ({ id, count: told.label(count) })),
  };
}

type Statuses = Pick<SharedControl, "fail" | "pass" | "unknown" | "not_applicable">;

/** How counts of one population are told. */
interface Telling {
  readonly population: (count: number) => Cell;
  /** Of a part of the population. */
  readonly part: (count: number) => Cell;
  readonly label: (count: number) => Cell;
  readonly statuses: (row: Prevalence) => Statuses;
}

const exact: Telling = {
  population: (count) => count,
  part: (count) => count,
  label: (count) => count,
  statuses: ({ fail, pass, unknown, not_applicable }) => ({ fail, pass, unknown, not_applicable }),
};

/**
 * The statuses are told as a chain: those that fail, those that fail or are unknown, and those to which the control
 * applies. Every further status is no more than what the chain leaves for it. Labels are not told: what they have in
 * common with statuses and tiers only the control knows, and a sum of three told counts could give one of them away.
 */
function coarse(all: number, minCell: number): Telling {
  const part = (count: number) => coarsen(count, all, minCell);
  const population = (count: number) => coarsePopulation(count, minCell);
  return {
    population,
    part,
    label: () => cellOf(0, highest(population(all))),
    statuses: (row) => {
      const fail = part(row.fail);
      const open = part(row.fail + row.unknown);
      const applicable = part(row.fail + row.unknown + row.pass);
      return {
        fail,
        pass: remainder(applicable, open),
        unknown: remainder(open, fail),
        not_applicable: remainder(population(all), applicable),
      };
    },
  };
}
