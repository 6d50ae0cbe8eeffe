import type { Framework } from "../model/framework.js";
import { basisOf, type Control } from "./control.js";

/** Requirements by framework, as strings: 1.10 is not 1.1. */
export type Mappings = Readonly<Record<string, readonly string[]>>;

/** Tells which requirements a control answers, all or in part: what the frameworks say, and a person's own control itself. */
export function mappingsFrom(frameworks: readonly Framework[]): (control: Control) => Mappings {
  const byControl = new Map<string, Map<string, string[]>>();
  for (const framework of frameworks) {
    for (const [control, requirement] of answers(framework)) {
      const own = byControl.get(control) ?? new Map<string, string[]>();
      own.set(framework.id, [...(own.get(framework.id) ?? []), requirement]);
      byControl.set(control, own);
    }
  }
  return (control) => ({
    ...Object.fromEntries(byControl.get(basisOf(control)) ?? []),
    ...control.declaration.mappings,
  });
}

function answers(framework: Framework): (readonly [control: string, requirement: string])[] {
  if (framework.kind === "rules") return framework.requirements.map(({ id, control }) => [control, id]);
  return framework.requirements.flatMap(({ id, controls }) =>
    [...new Set(controls.map(({ control }) => control))].map((control) => [control, id] as const),
  );
}
