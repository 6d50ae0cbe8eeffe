import { thousands } from "../model/listed.js";
import type { FindingGroup } from "../model/results/findings.js";
import { SEVERITIES } from "../model/status.js";
import type { View } from "./formats/format.js";
import { type GridColumn, grid, number, wrapped } from "./grid.js";

const COUNTS = ["findings", "fail", "unknown", ...[...SEVERITIES].reverse()] as const;

/** Counted findings for people: severities that no group has are left out. */
export function findingGroupsText(groups: readonly FindingGroup[], { paint, width }: View): string {
  if (groups.length === 0) return `${paint.dim("No finding fits.")}\n`;
  const counts = COUNTS.filter((name) => groups.some((group) => group[name] > 0));
  const named = groups.some(({ name }) => name !== null);
  const columns: GridColumn[] = [
    wrapped("GROUP"),
    ...(named ? [{ ...wrapped("NAME"), spare: 1 }] : []),
    ...counts.map((name) => number(name.toUpperCase())),
  ];
  const rows = groups.map((group) => [
    group.group === "" ? "(not known)" : group.group,
    ...(named ? [group.name ?? ""] : []),
    ...counts.map((name) => thousands(group[name])),
  ]);
  return `${grid(columns, rows, width)}\n`;
}
