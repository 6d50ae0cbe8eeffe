import { thousands } from "../model/listed.js";
import type { AuditedGroup, GroupKind } from "../model/results/audit.js";
import type { Prevalence } from "../model/results/prevalence.js";
import { grid, numbers } from "./grid.js";

/** Prevalence by group: a row a group, a column a control with its failing subjects; the worst group first, years in order. */
export function groupText(kind: GroupKind, groups: readonly AuditedGroup[]): string {
  const controls = groups[0]?.prevalence ?? [];
  const users = (rows: readonly Prevalence[]) =>
    rows.find(({ control_id: id }) => id.startsWith("user-"))?.population ?? 0;
  const fails = (rows: readonly Prevalence[]) => rows.reduce((sum, { fail }) => sum + fail, 0);
  const columns = [kind.toUpperCase(), ...numbers("USERS", ...controls.map(({ control_id: id }) => id))];
  const worstFirst = (a: AuditedGroup, b: AuditedGroup) =>
    fails(b.prevalence) - fails(a.prevalence) || (a.group < b.group ? -1 : 1);
  const sorted = kind === "year" ? groups : [...groups].sort(worstFirst);
  return `${grid(
    columns,
    sorted.map(({ group, prevalence: rows }) => [
      group === "" ? "(not known)" : group,
      thousands(users(rows)),
      ...rows.map(
        ({ fail, unknown }) => `${thousands(fail)}${unknown > 0 ? ` (${thousands(unknown)}?)` : ""}`,
      ),
    ]),
  )}\n`;
}
