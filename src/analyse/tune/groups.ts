import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { fitMembers } from "../people/fits.js";
import type { Selector } from "../people/selector.js";

const FILE = shippedPath("data/tune-groups.yaml");

const group = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string().min(1),
  safe: z.boolean(),
  reason: z.string().min(1),
  ...fitMembers,
  /** Those that are break-glass users everywhere. */
  members: z.literal("break-glass").optional(),
});
/** Users that letting go of is safe, or not, for a reason. */
export type UserGroup = Omit<z.output<typeof group>, "members">;

const schema = z.strictObject({ version: z.literal(1), groups: z.array(group).min(1) });

/** The groups of `data/tune-groups.yaml`; who is a break-glass user is told. */
export async function loadUserGroups(breakGlass: readonly Selector[]): Promise<readonly UserGroup[]> {
  const { groups } = readYaml(schema, await readFile(FILE, "utf8"), FILE);
  return groups.map(({ members, ...one }) =>
    members === undefined ? one : { ...one, any: [...breakGlass] },
  );
}
