import type { ControlDeclaration, ParameterValue } from "../model/control.js";
import type { Rule, RuleFramework } from "../model/framework.js";
import { UserError } from "../model/user-error.js";
import type { Control } from "./control.js";
import type { Token } from "./tokens.js";

/** The controls of a framework of rules, under its own names and parameters. Throws `UserError` for one that does not exist. */
export function ruleControls({ id, requirements }: RuleFramework, controls: readonly Control[]): Control[] {
  return requirements.map((rule) => {
    const control = controls.find(({ declaration }) => declaration.id === rule.control);
    if (control === undefined) {
      throw new UserError({
        code: "bad_framework",
        what: `The framework ${id} names the control ${rule.control}, and there is none such.`,
      });
    }
    return asRule(control, rule);
  });
}

/** The control under the rule's id, title and parameter names. */
function asRule(control: Control, requirement: Rule): Control {
  const renamed = new Map(Object.entries(requirement.parameters).map(([theirs, ours]) => [ours, theirs]));
  const name = (ours: string) => renamed.get(ours) ?? ours;
  const rename = (token: Token): Token =>
    token.kind === "parameter" ? { ...token, text: `:${name(token.text.slice(1))}` } : token;
  const { declaration, select } = control;
  const inText = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, ours: string) => (renamed.has(ours) ? `{${name(ours)}}` : whole));
  const reason = Object.fromEntries(
    Object.entries(declaration.reason).map(([status, reasons]) => [
      status,
      typeof reasons === "string"
        ? inText(reasons)
        : reasons?.map((one) => ({ ...one, text: inText(one.text) })),
    ]),
  ) as typeof declaration.reason;
  return {
    ...control,
    basis: declaration.id,
    declaration: {
      ...declaration,
      id: requirement.id,
      title: requirement.title,
      parameters: Object.fromEntries(
        Object.entries(declaration.parameters).map(([ours, parameter]) => [name(ours), parameter]),
      ),
      pitfalls: [requirement.choice.trim(), ...declaration.pitfalls],
      references: [
        requirement.reference,
        ...declaration.references.filter((url) => url !== requirement.reference),
      ],
      reason,
      tune: renamedTune(declaration.tune, name),
    },
    select: {
      ...select,
      items: new Map([...select.items].map(([item, tokens]) => [item, tokens.map(rename)])),
      from: select.from.map(rename),
      parameters: new Set([...select.parameters].map(name)),
    },
    conditions: new Map([...control.conditions].map(([id, tokens]) => [id, tokens.map(rename)])),
    source: { ...control.source, yaml: `${control.source.yaml}\n# ${JSON.stringify(requirement)}` },
  };
}

function renamedTune(
  tune: ControlDeclaration["tune"],
  name: (ours: string) => string,
): ControlDeclaration["tune"] {
  if (tune === undefined) return undefined;
  const rename = (settings: Readonly<Record<string, ParameterValue>>) =>
    Object.fromEntries(Object.entries(settings).map(([ours, value]) => [name(ours), value]));
  return {
    try: tune.try.map(rename),
    standards: tune.standards.map((one) => ({ ...one, parameters: rename(one.parameters) })),
  };
}
