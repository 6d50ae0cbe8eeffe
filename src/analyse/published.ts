import type { Published } from "../model/results/prevalence.js";
import { loadSources } from "./benchmark/sources.js";

/** The published figures that answer the same question as one of our controls, by control id. */
export async function publishedFigures(): Promise<Map<string, Published>> {
  const byControl = new Map<string, Published>();
  for (const { id, publisher, figures } of await loadSources()) {
    for (const one of figures) {
      if (one.control === undefined) continue;
      byControl.set(one.control, {
        source: id,
        publisher,
        definition: one.definition ?? `${one.metric}, of ${one.denominator_text}`,
        numerator: one.numerator ?? null,
        denominator: one.denominator ?? null,
        percent: one.percent ?? null,
        ...(one.percent_above !== undefined && { percent_above: one.percent_above }),
        tiers: one.tiers.map((t) => ({ ...t, percent: t.percent ?? null })),
        notes: one.notes,
      });
    }
  }
  return byControl;
}
