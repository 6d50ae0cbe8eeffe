import { definitionOf } from "../../assess/definition.js";
import { loadControls } from "../../assess/load.js";
import type { Severity } from "../../model/status.js";
import { type Published, publishedFigures } from "../published.js";
import type { CohortFigure } from "./cohort.js";

/** What this version of iamspect knows of a control that others counted by. */
export interface KnownDefinition {
  /** Null: this version has no control of this name and definition. */
  readonly title: string | null;
  readonly severity: Severity | null;
  /** Only where definition and parameters are those that it was counted by. */
  readonly published: Published | null;
}

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
