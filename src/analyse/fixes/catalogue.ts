import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { CREDENTIALS } from "../risk/risk-model.js";

const FILE = shippedPath("data/fixes.yaml");

/** What fixes do to a credential, in the order of their bits. `remove` takes it away, `settle` leaves its risk as it is. */
export const EFFECTS = ["rotate", "close", "reduce", "remove", "settle"] as const;
export type Effect = (typeof EFFECTS)[number];

/** Who uses a credential: how long a fix takes depends on it. */
export const HOLDERS = ["human", "machine", "unclear", "root"] as const;
export type Holder = (typeof HOLDERS)[number];

/** What a finding rests on where it rests on no credential. */
export const SUBJECT = "subject";
/** Any control. */
export const ANY = "*";

const minutes = z.number().positive();

const fix = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  emergency: z.string().optional(),
  per: z.enum(["all", "unit"]).default("all"),
  users: z.enum(["ordinary", "break-glass", "all"]).default("ordinary"),
  covers: z
    .array(
      z.strictObject({
        control: z.string(),
        credentials: z.array(z.enum([...CREDENTIALS, SUBJECT])).min(1),
        from_tier: z.int().positive().optional(),
        below_tier: z.int().positive().optional(),
      }),
    )
    .min(1),
  where: z.string().optional(),
  effect: z.enum(EFFECTS),
  resolves: z.array(z.string()).default([]),
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
  command: z.string().optional(),
});
export type FixDeclaration = z.output<typeof fix>;

const schema = z.strictObject({
  version: z.literal(3),
  rests_on: z.record(
    z.string(),
    z.strictObject({ credentials: z.array(z.enum(CREDENTIALS)).min(1), any: z.boolean().default(false) }),
  ),
  /** Of collecting evidence that is missing. */
  collecting: z.strictObject({ hours: z.number().positive() }),
  fixes: z.array(fix).min(1).max(60),
});
/** The fixes there are, and the credentials that findings on whole subjects rest on, by control. */
export interface FixCatalogue {
  readonly restsOn: z.output<typeof schema>["rests_on"];
  readonly fixes: readonly FixDeclaration[];
  /** Hours to collect one kind of evidence that is missing. */
  readonly collectingHours: number;
}

/** What can be done about findings: `data/fixes.yaml`. */
export async function loadFixes(): Promise<FixCatalogue> {
  const { rests_on: restsOn, fixes, collecting } = readYaml(schema, await readFile(FILE, "utf8"), FILE);
  return { restsOn, fixes, collectingHours: collecting.hours };
}

/** Credentials, or whole subjects, by who uses them. */
export type Held = Readonly<Record<Holder, number>>;

/** Hours that a fix takes for so many credentials of each kind of user. */
export function hoursOf({ effort }: FixDeclaration, held: Held): number {
  const each = HOLDERS.reduce((sum, one) => sum + (effort.minutes[one] ?? 0) * held[one], 0);
  return effort.hours + each / 60;
}

/** Whether findings that rest on what a fix does this to pass afterwards, whatever their control is. */
export function endsAll({ effect }: FixDeclaration): boolean {
  return effect === "remove";
}

/** The controls that a fix covers findings of; undefined: any. */
export function coveredControls({ covers }: FixDeclaration): readonly string[] | undefined {
  const controls = [...new Set(covers.map(({ control }) => control))];
  return controls.includes(ANY) ? undefined : controls;
}
