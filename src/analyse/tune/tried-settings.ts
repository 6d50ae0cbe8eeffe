import type { Control } from "../../assess/control.js";
import type { ParameterSet } from "../../assess/parameters.js";
import type { Run } from "../../assess/run.js";
import type { Parameter, ParameterValue } from "../../model/control.js";
import type { Settings } from "../../model/results/tuning.js";

/** Settings that are tried, and the runs that judge by them. */
export interface Tried {
  readonly settings: Settings;
  readonly current: boolean;
  /** The standards that ask for this. */
  readonly standards: readonly string[];
  readonly runs: readonly Run[];
}

/**
 * The settings of a control that are worth comparing: the present one first, then those that standards and the control
 * itself name, else each parameter by itself over its range. They stand in for the settings of all accounts; accounts with
 * settings of their own keep those.
 */
export function triedSettings(control: Control, runs: readonly Run[]): Tried[] {
  const own = runs.filter((run) => run.control === control);
  const present = Object.fromEntries(own.find(({ set }) => "except" in set.scope)?.set.values ?? []);
  const { parameters, tune } = control.declaration;
  const standards = (tune?.standards ?? []).map((one) => ({
    name: one.name,
    settings: { ...present, ...one.parameters },
  }));
  const named = tune?.try ?? [];
  const wanted = [
    present,
    ...standards.map(({ settings }) => settings),
    ...(named.length > 0 ? named : overRanges(parameters)).map((one) => ({ ...present, ...one })),
  ];
  return distinct(wanted).map((settings) => ({
    settings,
    current: same(settings, present),
    standards: standards.filter((one) => same(one.settings, settings)).map(({ name }) => name),
    runs: own.map((run) => ({ control, set: withSettings(run.set, settings) })),
  }));
}

function withSettings(set: ParameterSet, settings: Settings): ParameterSet {
  return "except" in set.scope ? { ...set, values: new Map(Object.entries(settings)) } : set;
}

/** Each parameter by itself: both, or all, of few values; of a number the default in steps of two, within its range. */
function overRanges(parameters: Readonly<Record<string, Parameter>>): Settings[] {
  return Object.entries(parameters).flatMap(([name, one]) => values(one).map((value) => ({ [name]: value })));
}

const STEPS = [1 / 4, 1 / 2, 1, 2, 4];

function values(parameter: Parameter): ParameterValue[] {
  if (parameter.type === "boolean") return [false, true];
  if (parameter.type === "choice") return parameter.values;
  const { min, max } = parameter;
  return STEPS.map((step) => Math.min(max, Math.max(min, Math.round(parameter.default * step))));
}

function distinct(all: readonly Settings[]): Settings[] {
  return all.filter((one, index) => all.findIndex((other) => same(one, other)) === index);
}

function same(a: Settings, b: Settings): boolean {
  return Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}
