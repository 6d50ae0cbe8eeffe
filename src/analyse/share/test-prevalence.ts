import type { Control } from "../../assess/control.js";
import { loadControls } from "../../assess/load.js";
import type { ParameterValues } from "../../assess/parameters.js";
import type { Prevalence } from "../../model/results/prevalence.js";
import type { JudgedControl } from "./share-control.js";

const controls = await loadControls();

/** A shipped control with its default parameters, as an organization was judged by it. */
export function judged(id: string): JudgedControl {
  const control = controls.find(({ declaration }) => declaration.id === id);
  if (control === undefined) throw new Error(`no control ${id}`);
  return { control, definition: "0123456789ab", values: defaultsOf(control) };
}

function defaultsOf({ declaration }: Control): ParameterValues {
  return new Map(Object.entries(declaration.parameters).map(([name, one]) => [name, one.default]));
}

/** Disjoint parts of a population, as a control tells them apart. */
export interface Parts {
  /** Failing: those that reached no tier, those that reached only the first, and so on. */
  readonly failing: readonly number[];
  readonly unknown: number;
  readonly pass: number;
  readonly notApplicable: number;
  /** Of each tier's population, where it is not the whole. */
  readonly existed?: readonly number[];
  readonly labels?: readonly number[];
}

/** The figures of a control from the parts of its population. */
export function prevalenceOf({ control }: JudgedControl, parts: Parts): Prevalence {
  const { id, title, severity, tiers, labels } = control.declaration;
  const reached = (index: number) => parts.failing.slice(index).reduce((sum, part) => sum + part, 0);
  const fail = reached(0);
  const { unknown, pass, notApplicable } = parts;
  const population = fail + unknown + pass + notApplicable;
  return {
    control_id: id,
    title,
    severity,
    fail,
    pass,
    unknown,
    not_applicable: notApplicable,
    population,
    percent: null,
    interval: null,
    percent_judged: null,
    percent_bounds: null,
    unknown_accounts: 0,
    assumed: 0,
    tiers: (tiers?.older_than_days ?? []).map((older_than_days, index) => ({
      older_than_days,
      name: null,
      fail: reached(index + 1),
      population: parts.existed?.[index] ?? population,
      percent: null,
      interval: null,
    })),
    labels: Object.keys(labels).map((label, index) => ({
      id: label,
      title: label,
      count: parts.labels?.[index] ?? 0,
    })),
    published: null,
  };
}
