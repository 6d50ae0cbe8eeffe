import { benchmark } from "../analyse/benchmark/benchmark.js";
import { loadSources } from "../analyse/benchmark/sources.js";
import { measurePrevalence } from "../analyse/prevalence.js";
import { loadControls } from "../assess/load.js";
import { planJudging } from "../assess/plan.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { defineCommand, EXIT } from "./command.js";
import { openForJudging } from "./judge-run.js";
import { privateLake } from "./lake-place.js";
import { snapshotOptions } from "./shared-options.js";
import { choosePictureOf, pictureHead } from "./with-snapshot.js";

export const command = defineCommand({
  name: "benchmark",
  options: {
    ...snapshotOptions,
    source: { flags: "--source <id>", doc: "only this source; may be repeated", kind: "list" },
  },
  results: ["benchmark"],
  examples: [
    ["iamspect benchmark", "every published figure beside our own"],
    ["iamspect benchmark --source datadog-2024 --format json", "one source, for a script"],
  ],
  run: async (_, values, context) => {
    const lake = await privateLake(values, context);
    const sources = chosen(await loadSources(), values.source);
    const engine = await openDuckDB();
    try {
      const { picture, left } = await choosePictureOf(engine, lake, values.snapshot);
      const { manifest } = picture.parts.at(-1) ?? picture.parts[0];
      const opened = await openForJudging({ engine, lake, manifest, picture }, {}, context);
      // Without settings: published figures are of the default parameters.
      const wanted = new Set(sources.flatMap(({ figures }) => figures.map(({ control }) => control)));
      const controls = (await loadControls()).filter(({ declaration }) => wanted.has(declaration.id));
      const plan = planJudging(controls, []);
      const head = await pictureHead({ ...opened, plan }, left, undefined);
      const prevalence = await measurePrevalence(engine, plan, new Map());
      const rows = await benchmark(engine, sources, prevalence);
      await context.print("benchmark", { head, sources, rows });
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
