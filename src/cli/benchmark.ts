import { benchmark } from "../analyse/benchmark/benchmark.js";
import { loadSources } from "../analyse/benchmark/sources.js";
import { measurePrevalence } from "../analyse/prevalence.js";
import { loadControls } from "../assess/load.js";
import { openSnapshot } from "../assess/open-picture.js";
import { planJudging } from "../assess/plan.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { findSnapshot } from "../lake/list.js";
import { parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { defineCommand, EXIT } from "./command.js";
import { openDerivedTables } from "./judge-run.js";
import { privateLake } from "./lake-place.js";
import { snapshotOptions } from "./shared-options.js";

export const command = defineCommand({
  name: "benchmark",
  options: {
    ...snapshotOptions,
    source: { flags: "--source <id>", doc: "only this source; may be repeated", kind: "list" },
  },
  results: ["benchmark"],
  examples: [
    ["iamspect benchmark", "every published figure beside that of the newest snapshot"],
    ["iamspect benchmark --source datadog-2024 --format json", "one source, for a script"],
  ],
  run: async (_, values, context) => {
    const lake = await privateLake(values, context);
    const sources = chosen(await loadSources(), values.source);
    const manifest = await findSnapshot(lake, values.snapshot);
    const { snapshot_id, as_of } = manifest;
    const engine = await openDuckDB();
    try {
      await openSnapshot(engine, lake, manifest);
      await openDerivedTables({ engine, lake, manifest }, context);
      const wanted = new Set(sources.flatMap(({ figures }) => figures.map(({ control }) => control)));
      const controls = (await loadControls()).filter(({ declaration }) => wanted.has(declaration.id));
      // Without settings: published figures are of the default parameters.
      const prevalence = await measurePrevalence(engine, planJudging(controls, []), new Map());
      const rows = await benchmark(engine, sources, prevalence, parseAuditTime(as_of));
      await context.print("benchmark", { snapshot_id, as_of, sources, rows });
      return EXIT.done;
    } finally {
      engine.close();
    }
  },
});

function chosen<T extends { readonly id: string }>(sources: readonly T[], ids: readonly string[]): T[] {
  const unknown = ids.find((id) => !sources.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new UserError({
      code: "no_source",
      what: `There is no source ${quoted(unknown)} of published figures.`,
      fix: `Choose from: ${sources.map(({ id }) => id).join(", ")}.`,
    });
  }
  return ids.length === 0 ? [...sources] : sources.filter(({ id }) => ids.includes(id));
}
