import { definitionOf } from "../../assess/definition.js";
import { loadControls } from "../../assess/load.js";
import type { CohortFigure, KnownDefinition } from "../../model/results/cohort.js";
import { publishedFigures } from "../published.js";

/** Looks up titles and published figures of the shipped controls. */
export async function knownDefinitions(): Promise<
  (figure: Pick<CohortFigure, "control_id" | "definition" | "parameters">) => KnownDefinition
> {
  const published = await publishedFigures();
  const controls = new Map(
    (await loadControls()).map((control) => [definitionOf(control), control.declaration]),
  );
  return ({ control_id, definition, parameters }) => {
    const own = controls.get(definition);
    if (own?.id !== control_id) return { title: null, severity: null, published: null };
    const names = Object.keys(own.parameters);
    const defaults =
      names.length === Object.keys(parameters).length &&
      names.every((name) => parameters[name] === own.parameters[name]?.default);
    return {
      title: own.title,
      severity: own.severity,
      published: defaults ? (published.get(control_id) ?? null) : null,
    };
  };
}
