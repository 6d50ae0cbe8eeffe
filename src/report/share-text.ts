import { thousands } from "../model/listed.js";
import type { Share, SharedControl } from "../model/share.js";
import { cellText, parametersText } from "./cell-text.js";
import { jsonText } from "./formats/json-text.js";
import { grid, number, numbers, wrapped } from "./grid.js";
import { paragraph } from "./paragraph.js";

/** The file as it is written: one control a line, so that it can be read and compared by eye. */
export function shareJson(share: Share): string {
  const { controls, ...head } = share;
  const members = Object.entries(head).map(([name, value]) => `  ${jsonText(name)}: ${jsonText(value)},\n`);
  const lines = controls.map((control) => `    ${jsonText(control)}`);
  return `{\n${members.join("")}  "controls": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** How a person wants to see what is shared, and whether its ids are used only once. */
interface ShareView {
  /** Columns of the terminal. */
  readonly width: number;
  readonly freshId: boolean;
}

/** All of a file for people, before it is written, and what to know about it. */
export function shareText(share: Share, view: ShareView): string {
  const { width } = view;
  const { controls, ...head } = share;
  const longest = Math.max(...Object.keys(head).map((name) => name.length));
  const members = Object.entries(head).map(
    ([name, value]) => `  ${name.padEnd(longest)}  ${memberText(name, value)}`,
  );
  const parts = [
    "All that the file holds:",
    members.join("\n"),
    countGrid(controls, width),
    definitionGrid(controls, width),
    notice(share.min_cell, view),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The files of many organizations for people, the first `most` of them: what they are called here stays here. */
export function sharesText(
  shares: readonly { readonly name: string; readonly share: Share }[],
  view: ShareView,
  most = shares.length,
): string {
  const { width } = view;
  const columns = [
    wrapped("ORGANIZATION OR ACCOUNT"),
    "SHARED AS",
    { title: "MONTH", spare: 2 },
    ...numbers("ACCOUNTS", "USERS"),
    { ...number("CONTROLS"), spare: 1 },
  ];
  const rows = shares
    .slice(0, most)
    .map(({ name, share }) => [
      name === "" ? "(not known)" : name,
      share.organization,
      share.month,
      cellText(share.accounts),
      cellText(share.users),
      thousands(share.controls.length),
    ]);
  const more = shares.length > most ? `\n... and ${thousands(shares.length - most)} more` : "";
  const example = "What is in one of them: iamspect share --organization ID. The first column is in none.";
  const min = shares[0]?.share.min_cell ?? null;
  return `${grid(columns, rows, width)}${more}\n\n${paragraph(example, width)}\n${notice(min, view)}\n`;
}

function memberText(name: string, value: Share[Exclude<keyof Share, "controls">]): string {
  if (value === null) return "null: counts are exact";
  return typeof value === "string" || name === "version" ? String(value) : cellText(value);
}

/** Nothing may be left out: where there is no room, counts take more lines. */
function countGrid(controls: readonly SharedControl[], width: number): string {
  const titles = ["FAIL", "PASS", "UNKNOWN", "NOT APPLICABLE", "OF"];
  const counts = titles.map((title) => ({ ...number(title), wrap: true }));
  return grid([wrapped("CONTROL"), ...counts], controls.flatMap(rowsOf), width);
}

function rowsOf(control: SharedControl): string[][] {
  const { fail, pass, unknown, not_applicable, population } = control;
  return [
    [control.control_id, ...[fail, pass, unknown, not_applicable, population].map(cellText)],
    ...control.tiers.map((tier) => [
      `  older than ${thousands(tier.older_than_days)} days`,
      cellText(tier.fail),
      "",
      "",
      "",
      cellText(tier.population),
    ]),
    ...control.labels.map(({ id, count }) => [`  ${id}`, cellText(count)]),
  ];
}

/** What is counted, by which settings. */
function definitionGrid(controls: readonly SharedControl[], width: number): string {
  return grid(
    ["CONTROL", "SUBJECT", "DEFINITION", wrapped("PARAMETERS")],
    controls.map(({ control_id, subject, definition, parameters }) => [
      control_id,
      subject,
      definition,
      parametersText(parameters),
    ]),
    width,
  );
}

function notice(minCell: number | null, { width, freshId }: ShareView): string {
  const counts =
    minCell === null
      ? "Counts are exact: they are for people you trust with them. For publication: --min-cell 5."
      : `Counts are told only to within ${minCell}, so that none below it is told; docs/share.md says what that protects and what not.`;
  return [
    "No name, account id, ARN, organizational unit, policy, tag, Region or day is in it.",
    "iamspect sends nothing: it writes a file, and whom you give it to is up to you.",
    counts,
    ...(freshId ? [FRESH_ID] : []),
  ]
    .map((line) => paragraph(line, width))
    .join("\n");
}

const FRESH_ID =
  "The id is used only once, but no id is needed: who has the file of another month can mostly tell by the counts which one is of the same organization. docs/share.md has figures.";
