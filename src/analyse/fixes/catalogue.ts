import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readYaml } from "../../model/read-yaml.js";
import { CREDENTIALS } from "../risk/risk-model.js";

const FILE = fileURLToPath(new URL("../../../data/fixes.yaml", import.meta.url));

/** What fixes do to a credential, in the order of their bits. */
export const EFFECTS = ["rotate", "close", "reduce", "remove"] as const;
export type Effect = (typeof EFFECTS)[number];

/** Who uses a credential: how long a fix takes depends on it. */
export const HOLDERS = ["human", "machine", "unclear", "root"] as const;
export type Holder = (typeof HOLDERS)[number];

const minutes = z.number().positive();

const fix = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  per: z.enum(["all", "unit"]).default("all"),
  covers: z
    .array(
      z.strictObject({
        control: z.string(),
        credentials: z.array(z.enum(CREDENTIALS)).min(1),
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
      Object.fromEntries(HOLDERS.map((one) => [one, minutes.optional()])) as Record<
        Holder,
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

/** Hours that a fix takes for so many credentials of each kind of user. */
export function hoursOf({ effort }: FixDeclaration, credentials: Readonly<Record<Holder, number>>): number {
  const each = HOLDERS.reduce((sum, one) => sum + (effort.minutes[one] ?? 0) * credentials[one], 0);
  return effort.hours + each / 60;
}
