import type { JudgePlan } from "./plan.js";

/**
 * The parameters of a plan that differ from the defaults, as `--set` writes them, but for those that a standard asks for; for
 * some accounts only: with their number. Then the severities that a person gave.
 */
export function changedSettings({ controls, runs }: JudgePlan): string[] {
  const graded = controls.flatMap(({ declaration: { id, severity }, regraded }) =>
    regraded === true ? [`${id}.severity=${severity}`] : [],
  );
  const set = runs.flatMap(({ control: { declaration, asked }, set: { values, scope } }) => {
    if ("only" in scope && scope.only.length === 0) return [];
    const changed = [...values].filter(
      ([name, value]) => declaration.parameters[name]?.default !== value && asked?.fixed.has(name) !== true,
    );
    const where =
      "only" in scope ? ` (${scope.only.length} account${scope.only.length === 1 ? "" : "s"})` : "";
    return changed.map(([name, value]) => `${declaration.id}.${name}=${String(value)}${where}`);
  });
  return [...set, ...graded];
}
