import { benchmark } from "../analyse/benchmark/benchmark.js";
import { loadSources } from "../analyse/benchmark/sources.js";
import { measurePrevalence } from "../analyse/prevalence.js";
import type { Control } from "../assess/control.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { defineCommand, EXIT } from "./command.js";
import { snapshotOptions } from "./shared-options.js";
import { withSnapshot } from "./with-snapshot.js";

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
    const sources = chosen(await loadSources(), values.source);
    // Published figures are of the default parameters.
    const choice = { ...values, defaults: true };
    return await withSnapshot(choice, context, async ({ engine, head, plan }) => {
      const wanted = new Set(sources.flatMap(({ figures }) => figures.map(({ control }) => control)));
      const isWanted = (control: Control) => wanted.has(control.declaration.id);
      const only = {
        ...plan,
        controls: plan.controls.filter(isWanted),
        runs: plan.runs.filter(({ control }) => isWanted(control)),
      };
      const prevalence = await measurePrevalence(engine, only, new Map());
      const rows = await benchmark(engine, sources, prevalence);
      await context.print("benchmark", { head, sources, rows });
      return EXIT.done;
    });
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
