import { loadSources } from "./benchmark/sources.js";

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
        tiers: one.tiers.map((t) => ({ ...t, percent: t.percent ?? null })),
        notes: one.notes,
      });
    }
  }
  return byControl;
}
