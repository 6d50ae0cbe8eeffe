import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readYaml } from "../../model/read-yaml.js";
import { fitMembers } from "../people/fits.js";

const FILE = fileURLToPath(new URL("../../../data/tune-groups.yaml", import.meta.url));

const group = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string().min(1),
  safe: z.boolean(),
  reason: z.string().min(1),
  ...fitMembers,
});
/** Users that letting go of is safe, or not, for a reason. */
export type UserGroup = z.output<typeof group>;

const schema = z.strictObject({ version: z.literal(1), groups: z.array(group).min(1) });

export async function loadUserGroups(): Promise<readonly UserGroup[]> {
  return readYaml(schema, await readFile(FILE, "utf8"), FILE).groups;
}
