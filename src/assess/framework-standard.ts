import type { ParameterValue } from "../model/control.js";
import type { Requirement, Standard } from "../model/framework.js";
import { UserError } from "../model/user-error.js";
import { basisOf, type Control } from "./control.js";
import { readValue, type Setting } from "./parameters.js";

/** What a standard is judged by. */
export interface StandardControls {
  /** One for each control and each set of values that some requirement asks for. */
  readonly controls: readonly Control[];
  /** Requirement -> ids of the controls by which it is judged; none where nothing looks at it. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

type Values = ReadonlyMap<string, ParameterValue>;
type Asked = Requirement["controls"][number];

interface Use {
  readonly control: Control;
  readonly values: Values;
  readonly requirements: Requirement[];
  readonly set: Set<string>;
}

/**
 * The controls of a standard. Each keeps its id; one that is asked for with several sets of values is judged by each, and those
 * after the first have their values behind the id: `user-unused-credential-45`. `settings` that name a requirement take the place
 * of its values. Throws `UserError` for controls and parameters that do not exist.
 */
export function standardControls(
  standard: Standard,
  controls: readonly Control[],
  settings: readonly Setting[] = [],
): StandardControls {
  const byId = new Map(controls.map((control) => [control.declaration.id, control]));
  const uses = new Map<string, Use>();
  const keys = new Map<string, string[]>();
  for (const requirement of standard.requirements) {
    const own = settings.filter(({ control }) => control === requirement.id);
    refuseUnused(own, requirement, byId);
    for (const asked of requirement.controls) {
      const control = byId.get(asked.control);
      if (control === undefined) throw noControl(standard, requirement, asked.control);
      const { values, set } = valuesOf(control, asked, own, `${standard.id} ${requirement.id}`);
      const key = JSON.stringify([asked.control, ...[...values].sort()]);
      const use = uses.get(key) ?? { control, values, requirements: [], set: new Set<string>() };
      use.requirements.push(requirement);
      for (const one of set) use.set.add(one);
      uses.set(key, use);
      keys.set(requirement.id, [...(keys.get(requirement.id) ?? []), key]);
    }
  }
  const named = asControls(uses);
  return {
    controls: [...named.values()],
    answers: new Map(
      standard.requirements.map(({ id }) => [
        id,
        (keys.get(id) ?? []).flatMap((key) => named.get(key)?.declaration.id ?? []),
      ]),
    ),
  };
}

/** The values that a requirement asks of a control, or a person in its name. */
function valuesOf(
  control: Control,
  asked: Asked,
  own: readonly Setting[],
  origin: string,
): { readonly values: Values; readonly set: readonly string[] } {
  const { parameters } = control.declaration;
  const settings = [
    ...Object.entries(asked.parameters).map(([parameter, value]) => ({ parameter, value, origin })),
    ...own.filter(({ parameter }) => Object.hasOwn(parameters, parameter)),
  ].map((one) => ({ ...one, control: asked.control }));
  const values = new Map<string, ParameterValue>();
  for (const setting of settings) {
    const parameter = parameters[setting.parameter];
    if (parameter === undefined) {
      throw new UserError({
        code: "bad_framework",
        what: `${origin}: the control ${asked.control} has no parameter ${setting.parameter}.`,
        fix: `It has: ${Object.keys(parameters).join(", ") || "none"}.`,
      });
    }
    values.set(setting.parameter, readValue(parameter, setting));
  }
  return {
    values,
    set: own.map(({ control: id, parameter, value }) => `${id}.${parameter}=${String(value)}`),
  };
}

/** A parameter that none of the requirement's controls has is a typo. */
function refuseUnused(
  own: readonly Setting[],
  requirement: Requirement,
  byId: ReadonlyMap<string, Control>,
): void {
  const names = requirement.controls.flatMap(({ control }) =>
    Object.keys(byId.get(control)?.declaration.parameters ?? {}),
  );
  const wrong = own.find(({ parameter }) => !names.includes(parameter));
  if (wrong === undefined) return;
  throw new UserError({
    code: "unknown_setting",
    what: `${wrong.origin}: the requirement ${requirement.id} has no parameter ${wrong.parameter}.`,
    fix: names.length === 0 ? "It has no parameters." : `Choose from: ${[...new Set(names)].join(", ")}.`,
  });
}

function noControl({ id }: Standard, requirement: Requirement, name: string): UserError {
  return new UserError({
    code: "bad_framework",
    what: `The framework ${id} names the control ${name} in ${requirement.id}, and there is none such.`,
    fix: "`iamspect controls list` names the controls; --controls DIR adds yours.",
  });
}

/** By the key of its use, each control under a name of its own. */
function asControls(uses: ReadonlyMap<string, Use>): Map<string, Control> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  // What no requirement changes keeps the control's id in any case.
  const plainFirst = [...uses].sort(([, a], [, b]) => Number(a.values.size > 0) - Number(b.values.size > 0));
  for (const [key, { control, values }] of plainFirst) {
    const { id } = control.declaration;
    const suffix = [...values.values()].map((value) => `-${String(value)}`.replace(/[^\w-]/g, "-")).join("");
    let name = taken.has(id) ? `${id}${suffix}` : id;
    while (taken.has(name)) name += "-2";
    taken.add(name);
    names.set(key, name);
  }
  return new Map([...uses].map(([key, use]) => [key, asControl(use, names.get(key) ?? key)]));
}

function asControl({ control, values, requirements, set }: Use, id: string): Control {
  const { declaration } = control;
  const changed = [...values].some(([name, value]) => declaration.parameters[name]?.default !== value);
  const alone = requirements.find(({ controls }) => controls.length === 1);
  return {
    ...control,
    basis: basisOf(control),
    asked: { fixed: values, requirements: requirements.map((one) => one.id), set: [...set] },
    declaration: {
      ...declaration,
      id,
      // A title with the number of the default would be wrong.
      title: changed && alone !== undefined && set.size === 0 ? alone.title : declaration.title,
    },
  };
}
