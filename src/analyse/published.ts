import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readYaml } from "../model/read-yaml.js";

const FILE = fileURLToPath(new URL("../../benchmarks/published-figures.yaml", import.meta.url));

const tier = z.object({
  older_than_days: z.int(),
  numerator: z.int(),
  denominator: z.int(),
  percent: z.number().optional(),
});
const figure = z.object({
  control: z.string().optional(),
  metric: z.string().optional(),
  definition: z.string().optional(),
  numerator: z.int().optional(),
  denominator: z.int().optional(),
  denominator_text: z.string().optional(),
  percent: z.number().optional(),
  percent_above: z.number().optional(),
  tiers: z.array(tier).default([]),
  notes: z.array(z.string()).default([]),
});
const schema = z.object({
  version: z.literal(1),
  sources: z.record(
    z.string(),
    z.object({
      title: z.string().optional(),
      publisher: z.string(),
      published: z.union([z.string(), z.number()]).optional(),
      verified: z.enum(["primary", "secondary"]),
      figures: z.array(figure),
    }),
  ),
});

/** A published figure for a control, with the definition of what was counted and of what it is a part. */
export interface Published {
  readonly source: string;
  readonly publisher: string;
  readonly definition: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly percent: number | null;
  readonly tiers: readonly {
    older_than_days: number;
    numerator: number;
    denominator: number;
    percent: number | null;
  }[];
  readonly notes: readonly string[];
}

/** The published figures that answer the same question as one of our controls, by control id. */
export async function publishedFigures(): Promise<Map<string, Published>> {
  const { sources } = readYaml(schema, await readFile(FILE, "utf8"), FILE);
  const byControl = new Map<string, Published>();
  for (const [source, { publisher, figures }] of Object.entries(sources)) {
    for (const one of figures) {
      if (one.control === undefined) continue;
      byControl.set(one.control, {
        source,
        publisher,
        definition: (one.definition ?? `${one.metric}, of ${one.denominator_text}`).trim(),
        numerator: one.numerator ?? null,
        denominator: one.denominator ?? null,
        percent: one.percent ?? null,
        tiers: one.tiers.map((t) => ({ ...t, percent: t.percent ?? null })),
        notes: one.notes,
      });
    }
  }
  return byControl;
}
