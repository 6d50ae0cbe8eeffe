import type { Prevalence } from "../analyse/prevalence.js";
import { grid } from "./grid.js";
import { thousands } from "./text.js";

/** Prevalence by group: a row a group, a column a control with its failing subjects; the worst group first, years in order. */
export function groupText(kind: string, groups: ReadonlyMap<string, readonly Prevalence[]>): string {
  const controls = [...groups.values()][0] ?? [];
  const users = (rows: readonly Prevalence[]) =>
    rows.find(({ control_id: id }) => id.startsWith("user-"))?.population ?? 0;
  const fails = (rows: readonly Prevalence[]) => rows.reduce((sum, { fail }) => sum + fail, 0);
  const columns = [
    { title: kind.toUpperCase() },
    { title: "USERS", align: "right" as const },
    ...controls.map(({ control_id: id }) => ({ title: id, align: "right" as const })),
  ];
  const inOrder = [...groups];
  const sorted =
    kind === "year" ? inOrder : inOrder.sort(([a, x], [b, y]) => fails(y) - fails(x) || (a < b ? -1 : 1));
  return `${grid(
    columns,
    sorted.map(([group, rows]) => [
      group === "" ? "(not known)" : group,
      thousands(users(rows)),
      ...rows.map(
        ({ fail, unknown }) => `${thousands(fail)}${unknown > 0 ? ` (${thousands(unknown)}?)` : ""}`,
      ),
    ]),
  )}\n`;
}
