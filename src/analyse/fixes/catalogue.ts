import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readYaml } from "../../model/read-yaml.js";
import { WAYS } from "../risk/risk-model.js";

const FILE = fileURLToPath(new URL("../../../data/fixes.yaml", import.meta.url));

/** What fixes do to a way in, in the order of their bits. */
export const EFFECTS = ["rotate", "close", "reduce", "remove"] as const;
export type Effect = (typeof EFFECTS)[number];

/** Who uses a way: how long a fix takes depends on it. */
export const USERS_OF_WAYS = ["human", "machine", "unclear", "root"] as const;
export type UserOfWay = (typeof USERS_OF_WAYS)[number];

const minutes = z.number().positive();

const fix = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  per: z.enum(["all", "unit"]).default("all"),
  covers: z
    .array(
      z.strictObject({
        control: z.string(),
        ways: z.array(z.enum(WAYS)).min(1),
        from_tier: z.int().positive().optional(),
        below_tier: z.int().positive().optional(),
      }),
    )
    .min(1),
  where: z.string().optional(),
  effect: z.enum(EFFECTS),
  effort: z.strictObject({
    hours: z.number().min(0),
    minutes: z.strictObject(
      Object.fromEntries(USERS_OF_WAYS.map((one) => [one, minutes.optional()])) as Record<
        UserOfWay,
        z.ZodOptional<typeof minutes>
      >,
    ),
  }),
  reversible: z.boolean(),
  undo: z.string(),
  breaks: z.string(),
});
export type FixDeclaration = z.output<typeof fix>;

const schema = z.strictObject({ version: z.literal(2), fixes: z.array(fix).min(1).max(50) });

/** What can be done about findings: `data/fixes.yaml`. */
export async function loadFixes(): Promise<readonly FixDeclaration[]> {
  return readYaml(schema, await readFile(FILE, "utf8"), FILE).fixes;
}

/** Hours that a fix takes for so many ways of each kind of user. */
export function hoursOf({ effort }: FixDeclaration, ways: Readonly<Record<UserOfWay, number>>): number {
  const each = USERS_OF_WAYS.reduce((sum, one) => sum + (effort.minutes[one] ?? 0) * ways[one], 0);
  return effort.hours + each / 60;
}
