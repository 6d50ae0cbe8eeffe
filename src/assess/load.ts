import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ControlDeclaration, controlSchema, type ParameterValue } from "../model/control.js";
import { shippedPath } from "../model/package.js";
import { readYaml } from "../model/read-yaml.js";
import { UserError } from "../model/user-error.js";
import { readConditions } from "./conditions.js";
import type { Control } from "./control.js";
import { checkSettings, type Setting } from "./parameters.js";
import { parseSelect } from "./select.js";
import { checkColumns, judgedTable } from "./shape.js";

/** The controls that come with iamspect: `controls/<service>/<id>/`. */
const SHIPPED = shippedPath("controls");

/** Did a person write it, or does it come with iamspect? */
export function isOwn({ folder }: Control): boolean {
  return !folder.startsWith(SHIPPED);
}

/**
 * Loads the shipped controls and those of further folders (each `<folder>/<id>/` or `<folder>/<service>/<id>/`),
 * sorted by id. Throws `UserError` for a control that is not whole, and for two with one id.
 */
export async function loadControls(folders: readonly string[] = []): Promise<Control[]> {
  const found = await Promise.all([SHIPPED, ...folders].map((folder) => controlFolders(folder)));
  const controls = await Promise.all(found.flat().map((folder) => loadControl(folder)));
  const byId = new Map<string, Control>();
  for (const control of controls) {
    const { id } = control.declaration;
    const other = byId.get(id);
    if (other !== undefined) {
      throw new UserError({
        code: "duplicate_control",
        what: `Two controls are called ${id}: ${other.folder} and ${control.folder}.`,
        fix: "Give one of them another id.",
      });
    }
    byId.set(id, control);
  }
  return [...byId.values()].sort((a, b) => (a.declaration.id < b.declaration.id ? -1 : 1));
}

/** Loads the control of one folder. */
export async function loadControl(folder: string): Promise<Control> {
  const yamlFile = join(folder, "control.yaml");
  const sqlFile = join(folder, "control.sql");
  const [yaml, sql] = await Promise.all([readText(yamlFile), readText(sqlFile)]);
  const declaration = readYaml(controlSchema, yaml, yamlFile, "bad_control");
  const select = parseSelect(sql, sqlFile);
  const { entity, table } = judgedTable(declaration, select, { yamlFile, sqlFile });
  const conditions = readConditions(declaration, yamlFile);
  const control = { declaration, entity, table, select, conditions, source: { yaml, sql }, folder };
  checkColumns(control, sqlFile);
  checkSettings([control], tuneSettings(declaration, yamlFile));
  return control;
}

/** What the control itself says of settings must fit its parameters. */
function tuneSettings({ id, tune }: ControlDeclaration, file: string): Setting[] {
  const named = (place: string, settings: Readonly<Record<string, ParameterValue>>) =>
    Object.entries(settings).map(([parameter, value]) => ({
      control: id,
      parameter,
      value,
      origin: `${file}: tune.${place}`,
    }));
  return [
    ...(tune?.try ?? []).flatMap((one, index) => named(`try[${index}]`, one)),
    ...(tune?.standards ?? []).flatMap((one, index) => named(`standards[${index}]`, one.parameters)),
  ];
}

async function controlFolders(folder: string, depth = 2): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UserError({
      code: "no_control_folder",
      what: `The folder of controls ${folder} cannot be read.`,
      cause,
    });
  });
  if (entries.some((entry) => entry.name === "control.yaml")) return [folder];
  if (depth === 0) return [];
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  return (await Promise.all(below.map((path) => controlFolders(path, depth - 1)))).flat();
}

async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError({
      code: "incomplete_control",
      what: `${file} is missing or cannot be read.`,
      why: "A control is a folder of three files: control.yaml, control.sql and cases.yaml.",
      cause,
    });
  });
}
