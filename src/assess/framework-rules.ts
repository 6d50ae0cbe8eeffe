import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { ControlDeclaration, ParameterValue } from "../model/control.js";
import { readYaml } from "../model/read-yaml.js";
import { UserError } from "../model/user-error.js";
import type { Control } from "./control.js";
import type { Token } from "./tokens.js";

const FOLDER = fileURLToPath(new URL("../../frameworks", import.meta.url));

/** `frameworks/<id>.yaml`: requirements of a framework, each answered by a control under the framework's names. */
export const frameworkSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  title: z.string(),
  requirements: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        control: z.string(),
        /** The framework's parameter name -> the control's. */
        parameters: z.record(z.string(), z.string()).default({}),
        /** What iamspect does where the framework's text is silent. */
        choice: z.string(),
        reference: z.url(),
      }),
    )
    .min(1),
});
export type Framework = z.output<typeof frameworkSchema>;
type Requirement = Framework["requirements"][number];

/** The frameworks that come with iamspect, sorted by id. */
export async function loadFrameworks(): Promise<Framework[]> {
  return await Promise.all((await frameworkFiles()).map(readFramework));
}

/** The controls of a framework, under its own names and parameters. Throws `UserError` when there is none such. */
export async function frameworkControls(id: string, controls: readonly Control[]): Promise<Control[]> {
  const names = await frameworkFiles();
  if (!names.includes(`${id}.yaml`)) {
    throw new UserError({
      code: "no_framework",
      what: `There is no framework ${JSON.stringify(id)}.`,
      fix: `Choose from: ${names.map((name) => name.replace(".yaml", "")).join(", ")}.`,
    });
  }
  const file = join(FOLDER, `${id}.yaml`);
  const framework = await readFramework(`${id}.yaml`);
  return framework.requirements.map((requirement) => {
    const control = controls.find(({ declaration }) => declaration.id === requirement.control);
    if (control === undefined) {
      throw new UserError({
        code: "bad_framework",
        what: `${file}: there is no control ${requirement.control}.`,
      });
    }
    return asRequirement(control, requirement);
  });
}

async function frameworkFiles(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith(".yaml")).sort();
}

async function readFramework(name: string): Promise<Framework> {
  const file = join(FOLDER, name);
  return readYaml(frameworkSchema, await readFile(file, "utf8"), file);
}

/** The control under the requirement's id, title and parameter names. */
function asRequirement(control: Control, requirement: Requirement): Control {
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
