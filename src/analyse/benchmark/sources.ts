import { readFile } from "node:fs/promises";
import { z } from "zod";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";

const FILE = shippedPath("benchmarks/published-figures.yaml");

const tier = z.strictObject({
  older_than_days: z.int(),
  numerator: z.int(),
  denominator: z.int(),
  percent: z.number().optional(),
});

/** How our figure is counted; accounts of which nobody knows whether all `subjects` are there count as unknown. */
const own = z.strictObject({
  subjects: z.array(z.string()).default([]),
  from: z.string(),
  of: z.string().optional(),
  where: z.string(),
});

const figure = z
  .strictObject({
    control: z.string().optional(),
    metric: z.string().optional(),
    definition: z.string().trim().optional(),
    numerator: z.int().optional(),
    denominator: z.int().optional(),
    denominator_text: z.string(),
    percent: z.number().optional(),
    percent_above: z.number().optional(),
    /** The publisher looked at a part of the denominator only. */
    lower_bound: z.boolean().default(false),
    tiers: z.array(tier).default([]),
    notes: z.array(z.string()).default([]),
    ours: own.optional(),
    unlike: z.string().optional(),
  })
  .refine(({ metric, definition }) => metric !== undefined || definition !== undefined, {
    message: "a figure needs a metric or a definition",
  })
  .refine((one) => [one.control, one.ours, one.unlike].filter((way) => way !== undefined).length === 1, {
    message: "a figure has one of control, ours and unlike",
  });
export type Figure = z.infer<typeof figure>;

const source = z.strictObject({
  title: z.string().optional(),
  publisher: z.string(),
  published: z.union([z.string(), z.number()]).optional(),
  audit_date: z.string().optional(),
  verified: z.enum(["primary", "secondary"]),
  cohort: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  figures: z.array(figure),
  root_recency: z.strictObject({ definition: z.string() }).optional(),
});
export type Source = z.infer<typeof source> & { readonly id: string };

const schema = z.strictObject({ version: z.literal(1), sources: z.record(z.string(), source) });

/** The published figures of `benchmarks/`, source by source in the order of the file. */
export async function loadSources(): Promise<Source[]> {
  const { sources } = readYaml(schema, await readFile(FILE, "utf8"), FILE);
  return Object.entries(sources).map(([id, one]) => ({ id, ...one }));
}
