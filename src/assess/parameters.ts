import type { Parameter, ParameterValue } from "../model/control.js";
import { UserError } from "../model/user-error.js";
import { basisOf, type Control } from "./control.js";

export type ParameterValues = ReadonlyMap<string, ParameterValue>;

/** One value of one parameter of one control, as `--set` and `iamspect.yaml` give it. */
export interface Setting {
  readonly control: string;
  readonly parameter: string;
  readonly value: unknown;
  /** Where it was written, for messages. */
  readonly origin: string;
  /** Only for these accounts; undefined: for all. */
  readonly accounts?: ReadonlySet<string>;
}

const OPTION = "--set";

/** The accounts that share one set of parameter values of a control. */
export interface ParameterSet {
  readonly values: ParameterValues;
  /** These accounts only, or all but these. */
  readonly scope: { readonly only: readonly string[] } | { readonly except: readonly string[] };
}

/** Reads `CONTROL.PARAMETER=VALUE`; a requirement of a standard may stand in the place of the control: `1.11.max_idle_days=60`. */
export function parseSetting(argument: string): Setting {
  const match = /^([\w][\w.()-]*)\.([a-zA-Z][\w]*)=(.*)$/s.exec(argument);
  if (match === null) {
    throw new UserError({
      code: "bad_setting",
      what: `--set ${JSON.stringify(argument)} is not CONTROL.PARAMETER=VALUE.`,
      fix: "For example: --set user-key-rotation.max_age_days=180. `iamspect controls list` names the controls.",
    });
  }
  const [, control = "", parameter = "", value = ""] = match;
  return { control, parameter, value, origin: `${OPTION} ${argument}` };
}

/** Throws `UserError` for settings of controls or parameters that do not exist: a typo must not pass silently. */
export function checkSettings(controls: readonly Control[], settings: readonly Setting[]): void {
  for (const setting of settings) {
    const control = controls.find((one) => isFor(setting, one));
    if (control === undefined) {
      const names = controls.map(({ declaration }) => declaration.id);
      throw unknown(setting, `there is no control ${setting.control}`, names);
    }
    const names = Object.keys(control.declaration.parameters);
    const parameter = control.declaration.parameters[setting.parameter];
    if (parameter === undefined || !names.includes(setting.parameter)) {
      throw unknown(setting, `${setting.control} has no parameter ${setting.parameter}`, names);
    }
    readValue(parameter, setting);
    if (setting.origin.startsWith(OPTION)) refuseFixed(controls, setting);
  }
}

/** A standard's own value wins over a configuration, which speaks of all controls; who sets it by hand must know that. */
function refuseFixed(controls: readonly Control[], setting: Setting): void {
  const asked = controls.find(
    (one) => isFor(setting, one) && one.asked?.fixed.has(setting.parameter) === true,
  )?.asked;
  if (asked === undefined) return;
  const [requirement = ""] = asked.requirements;
  throw new UserError({
    code: "bad_setting",
    what: `${setting.origin}: the framework asks for ${setting.parameter}=${String(asked.fixed.get(setting.parameter))}.`,
    fix: `Set it for the requirement: ${OPTION} ${requirement}.${setting.parameter}=${String(setting.value)}.`,
  });
}

/** Is a setting about a control? One that a standard asks for more than once has several names; settings may say its own. */
function isFor({ control }: Setting, one: Control): boolean {
  return one.declaration.id === control || (one.asked !== undefined && basisOf(one) === control);
}

/** The distinct sets of parameter values of a control over the accounts; later settings win over earlier ones. */
export function parameterSets(control: Control, settings: readonly Setting[]): ParameterSet[] {
  const own = settings.filter((setting) => isFor(setting, control));
  const base = valuesFor(control, own, undefined);
  const special = new Set(own.flatMap((setting) => [...(setting.accounts ?? [])]));
  const sets = new Map<string, { values: ParameterValues; only: string[] }>();
  for (const account of [...special].sort()) {
    const values = valuesFor(control, own, account);
    const key = JSON.stringify([...values]);
    const set = sets.get(key) ?? { values, only: [] };
    set.only.push(account);
    sets.set(key, set);
  }
  return [
    { values: base, scope: { except: [...special].sort() } },
    ...[...sets.values()].map(({ values, only }) => ({ values, scope: { only } })),
  ];
}

function valuesFor(
  control: Control,
  settings: readonly Setting[],
  account: string | undefined,
): ParameterValues {
  const { parameters } = control.declaration;
  const values = new Map<string, ParameterValue>(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
  );
  for (const setting of settings) {
    const parameter = parameters[setting.parameter];
    const applies =
      setting.accounts === undefined || (account !== undefined && setting.accounts.has(account));
    if (parameter !== undefined && applies) values.set(setting.parameter, readValue(parameter, setting));
  }
  for (const [name, value] of control.asked?.fixed ?? []) values.set(name, value);
  return values;
}

/** The value of a setting as its parameter takes it. Throws `UserError` for one that does not fit. */
export function readValue(parameter: Parameter, setting: Setting): ParameterValue {
  const { value } = setting;
  if (parameter.type === "integer") {
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number)) {
      if (number >= parameter.min && number <= parameter.max) return number;
    }
    throw bad(setting, `a whole number from ${parameter.min} to ${parameter.max}`);
  }
  if (parameter.type === "boolean") {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw bad(setting, "true or false");
  }
  if (typeof value === "string" && parameter.values.includes(value)) return value;
  throw bad(setting, `one of ${parameter.values.join(", ")}`);
}

function bad(setting: Setting, expected: string): UserError {
  return new UserError({
    code: "bad_setting",
    what: `${setting.origin}: ${setting.control}.${setting.parameter} must be ${expected}.`,
  });
}

function unknown(setting: Setting, what: string, names: readonly string[]): UserError {
  return new UserError({
    code: "unknown_setting",
    what: `${setting.origin}: ${what}.`,
    fix: names.length === 0 ? "It has no parameters." : `Choose from: ${names.join(", ")}.`,
  });
}
