import { thousands } from "../model/listed.js";
import type { Share, SharedControl } from "../model/share.js";
import { cellText, parametersText } from "./cell-text.js";
import { jsonText } from "./formats/json-text.js";
import { grid, numbers } from "./grid.js";

/** The file as it is written: one control a line, so that it can be read and compared by eye. */
export function shareJson(share: Share): string {
  const { controls, ...head } = share;
  const members = Object.entries(head).map(([name, value]) => `  ${jsonText(name)}: ${jsonText(value)},\n`);
  const lines = controls.map((control) => `    ${jsonText(control)}`);
  return `{\n${members.join("")}  "controls": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** All of a file for people, before it is written, and what to know about it. */
export function shareText(share: Share): string {
  const { controls, ...head } = share;
  const width = Math.max(...Object.keys(head).map((name) => name.length));
  const members = Object.entries(head).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${memberText(name, value)}`,
  );
  return `All that the file holds:\n\n${members.join("\n")}\n\n${controlGrid(controls)}\n\n${notice(share.min_cell)}\n`;
}

/** The files of many organizations for people, the first `most` of them: what they are called here stays here. */
export function sharesText(
  shares: readonly { readonly name: string; readonly share: Share }[],
  most = shares.length,
): string {
  const names = ["ORGANIZATION OR ACCOUNT", "SHARED AS", "MONTH"];
  const columns = [...names, ...numbers("ACCOUNTS", "USERS", "CONTROLS")];
  const rows = shares
    .slice(0, most)
    .map(({ name, share }) => [
      name === "" ? "(not known)" : name,
      share.organization,
      share.month,
      cellText(share.accounts),
      cellText(share.users),
      String(share.controls.length),
    ]);
  const more = shares.length > most ? `\n... and ${thousands(shares.length - most)} more` : "";
  const example = "What is in one of them: iamspect share --organization ID. The first column is in none.";
  return `${grid(columns, rows)}${more}\n\n${example}\n${notice(shares[0]?.share.min_cell ?? null)}\n`;
}

function memberText(name: string, value: Share[Exclude<keyof Share, "controls">]): string {
  if (value === null) return "null: counts are exact";
  return typeof value === "string" || name === "version" ? String(value) : cellText(value);
}

function controlGrid(controls: readonly SharedControl[]): string {
  const counts = numbers("FAIL", "PASS", "UNKNOWN", "NOT APPLICABLE", "OF");
  const columns = ["CONTROL", ...counts, "SUBJECT", "DEFINITION", "PARAMETERS"];
  return grid(columns, controls.flatMap(rowsOf));
}

function rowsOf(control: SharedControl): string[][] {
  const { fail, pass, unknown, not_applicable, population, subject, definition, parameters } = control;
  return [
    [
      control.control_id,
      ...[fail, pass, unknown, not_applicable, population].map(cellText),
      subject,
      definition,
      parametersText(parameters),
    ],
    ...control.tiers.map((tier) => [
      `  older than ${tier.older_than_days} days`,
      cellText(tier.fail),
      "",
      "",
      "",
      cellText(tier.population),
    ]),
    ...control.labels.map(({ id, count }) => [`  ${id}`, cellText(count)]),
  ];
}

function notice(minCell: number | null): string {
  const counts =
    minCell === null
      ? "Counts are exact: they are for people you trust with them. For publication: --min-cell 5."
      : `Counts are told only to within ${minCell}, so that none below it is told; docs/share.md says what that protects and what not.`;
  return (
    "No name, account id, ARN, organizational unit, policy, tag, Region or day is in it.\n" +
    `iamspect sends nothing: it writes a file, and whom you give it to is up to you.\n${counts}`
  );
}
