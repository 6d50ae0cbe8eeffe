import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Framework, frameworkSchema } from "../model/framework.js";
import { nearest } from "../model/nearest.js";
import { shippedPath } from "../model/package.js";
import { readYaml } from "../model/read-yaml.js";
import { UserError } from "../model/user-error.js";

const FOLDER = shippedPath("frameworks");

/** The frameworks that come with iamspect, sorted by id. */
export async function loadFrameworks(): Promise<Framework[]> {
  return await Promise.all((await shippedIds()).map((id) => readFramework(join(FOLDER, `${id}.yaml`))));
}

/** The frameworks that come with iamspect, and the one that is named where that is a file: it takes the place of one of its id. */
export async function knownFrameworks(name: string | undefined): Promise<Framework[]> {
  const shipped = await loadFrameworks();
  if (name === undefined || !isFile(name)) return shipped;
  const own = await readFramework(name);
  return [...shipped.filter(({ id }) => id !== own.id), own];
}

/** Is it a file of a person's own, and not the id of a framework that comes with iamspect? */
export function isFile(name: string): boolean {
  return /[/\\]|\.ya?ml$/.test(name);
}

/** The framework of this id, or of this file. Throws `UserError` where there is none such. */
export async function loadFramework(name: string): Promise<Framework> {
  if (isFile(name)) return await readFramework(name);
  const ids = await shippedIds();
  if (ids.includes(name)) return await readFramework(join(FOLDER, `${name}.yaml`));
  const [like] = nearest(name, ids);
  throw new UserError({
    code: "no_framework",
    what: `There is no framework ${JSON.stringify(name)}.`,
    ...(like !== undefined && { why: `Did you mean ${JSON.stringify(like)}?` }),
    fix: `Choose from: ${ids.join(", ")}; or name a file of your own, as ./ours.yaml.`,
  });
}

async function shippedIds(): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".yaml"));
  return files.map((name) => name.replace(/\.yaml$/, "")).sort();
}

async function readFramework(file: string): Promise<Framework> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError({ code: "no_framework", what: `The framework ${file} cannot be read.`, cause });
  });
  return readYaml(frameworkSchema, text, file, "bad_framework");
}
