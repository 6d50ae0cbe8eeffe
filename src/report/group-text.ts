import { counted, thousands } from "../model/listed.js";
import type { AuditedGroup, GroupKind } from "../model/results/audit.js";
import type { Prevalence } from "../model/results/prevalence.js";
import { SEVERITIES } from "../model/status.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { wrapText } from "./wrap.js";

/** So many groups are shown, unless all are asked for. */
const SHOWN = 20;
/** What the columns before those of the controls take, and each of those. */
const NAMES = 40;
const COLUMN = 8;
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * Prevalence by group: a row a group, the worst first, years in order; a column a control with its failing subjects, and what is
 * unknown beside it. The controls that matter most come first; as many as fit have a column, called by a letter.
 */
export function groupText(
  kind: GroupKind,
  groups: readonly AuditedGroup[],
  { width, paint, all = false }: View,
): string {
  const sorted = kind === "year" ? groups : [...groups].sort(worstFirst);
  const shown = all || kind === "year" ? sorted : sorted.slice(0, SHOWN);
  const controls = failingControls(shown);
  const some = controls.slice(0, Math.max(1, Math.floor((width - NAMES) / COLUMN)));
  const lettered = some.map((id, index) => [LETTERS[index] ?? String(index + 1), id] as const);
  const named = shown.some(({ name }) => name !== null);
  const columns = [
    wrapped(kind.toUpperCase()),
    ...(named ? [{ ...wrapped("NAME"), spare: 1 }] : []),
    number("USERS"),
    number("FAILING", paint.bold),
    ...lettered.map(([letter]) => number(letter)),
  ];
  const rows = shown.map(({ group, name, prevalence }) => [
    group === "" ? "(not known)" : group,
    ...(named ? [name ?? ""] : []),
    thousands(users(prevalence)),
    thousands(fails(prevalence)),
    ...lettered.map(([, id]) => cell(prevalence.find(({ control_id }) => control_id === id))),
  ]);
  const legend = lettered.map(([letter, id]) => `${letter} ${id}`).join("   ");
  const left = groups.length - shown.length;
  const hidden = controls.length - some.length;
  const more = [
    ...(left > 0 ? [`${counted(left, "more group")}`] : []),
    ...(hidden > 0 ? [counted(hidden, "more control")] : []),
  ];
  const notes = [
    ...(legend === "" ? [] : [wrapText(legend, width)]),
    ...(more.length === 0 ? [] : [wrapText(`${more.join(", ")}: --format csv has all of them.`, width)]),
  ].map((note) => paint.dim(note));
  return `${[grid(columns, rows, width), ...notes].join("\n")}\n`;
}

function worstFirst(a: AuditedGroup, b: AuditedGroup): number {
  return fails(b.prevalence) - fails(a.prevalence) || (a.group < b.group ? -1 : 1);
}

function users(rows: readonly Prevalence[]): number {
  return rows.find(({ control_id: id }) => id.startsWith("user-"))?.population ?? 0;
}

function fails(rows: readonly Prevalence[]): number {
  return rows.reduce((sum, { fail }) => sum + fail, 0);
}

/** Ids of the controls that fail or are unknown in some of the groups: by severity, and by how many fail. */
function failingControls(groups: readonly AuditedGroup[]): string[] {
  const sums = new Map<string, { fail: number; unknown: number; rank: number }>();
  for (const { prevalence } of groups) {
    for (const { control_id: id, fail, unknown, severity } of prevalence) {
      const sum = sums.get(id) ?? { fail: 0, unknown: 0, rank: SEVERITIES.indexOf(severity) };
      sums.set(id, { ...sum, fail: sum.fail + fail, unknown: sum.unknown + unknown });
    }
  }
  return [...sums]
    .filter(([, { fail, unknown }]) => fail + unknown > 0)
    .sort(([, a], [, b]) => Number(b.fail > 0) - Number(a.fail > 0) || b.rank - a.rank || b.fail - a.fail)
    .map(([id]) => id);
}

function cell(one: Prevalence | undefined): string {
  if (one === undefined) return "";
  return `${thousands(one.fail)}${one.unknown > 0 ? ` (${thousands(one.unknown)}?)` : ""}`;
}
