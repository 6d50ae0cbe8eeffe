import type { Control } from "../../assess/control.js";
import type { JudgePlan } from "../../assess/plan.js";
import type { FixCatalogue } from "./catalogue.js";

/**
 * The part of a plan whose findings a fix could be for: controls that a fix names, and those over what has credentials. Of the
 * others there may be a million findings, and nothing to rank them by.
 */
export function fixable(plan: JudgePlan, { fixes }: Pick<FixCatalogue, "fixes">): JudgePlan {
  const named = new Set(fixes.flatMap(({ covers }) => covers.map(({ control }) => control)));
  const isFixable = ({ declaration, entity }: Control) =>
    named.has(declaration.id) || entity.credentials !== undefined;
  return {
    ...plan,
    controls: plan.controls.filter(isFixable),
    runs: plan.runs.filter(({ control }) => isFixable(control)),
  };
}
