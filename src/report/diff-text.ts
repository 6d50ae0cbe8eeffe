import { counted, thousands } from "../model/listed.js";
import type { ChangedFinding, ControlDiff, DiffResult, UncomparedAccount } from "../model/results/diff.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { plainText } from "./text.js";

/** So many findings of each change are shown. */
const SHOWN = 10;

/** What changed between two snapshots, for people: counts, the first findings of each change, what is not compared. */
export async function* diffText(diff: DiffResult, view: View): AsyncGenerator<string> {
  const { paint, width } = view;
  const { before, after, controls, not_compared: notCompared } = diff;
  const findings: ChangedFinding[] = [];
  for await (const batch of diff.first(SHOWN)) findings.push(...batch);
  const name = "iamspect diff";
  const snapshots = [before, after].map((one) => `${one.as_of} (${plainText(one.snapshot_id)})`);
  const head = paragraph(`${name}  from ${snapshots.join(" to ")}`, width, "", "  ");
  const parts = [
    head.replace(name, paint.bold),
    `${countGrid(controls, view)}\n${paint.dim(paragraph(READING, width))}`,
    ...(findings.length === 0 ? [] : [findingGrid(findings, controls, view)]),
    ...(notCompared.length === 0 ? [] : [notComparedText(notCompared, width)]),
  ];
  yield `${parts.join("\n\n")}\n`;
}

const READING =
  "Failing findings. BEFORE + NEW + REOPENED + NOW KNOWN - FIXED - NOW UNKNOWN = AFTER, and what only evidence changed or is" +
  " not compared: docs/trend.md.";

function countGrid(controls: readonly ControlDiff[], { paint, width }: View): string {
  const [bad, good, doubtful] = [paint.red, paint.green, paint.yellow].map(colourUnlessNone);
  const cells = controls.map((one) => [
    one.control_id,
    ...[one.before, one.new, one.reopened, one.fixed, one.fixed_gone].map(thousands),
    ...[one.became_known, one.became_unknown].map(thousands),
    leftAndCame(one.evidence_changed_before, one.evidence_changed_after),
    leftAndCame(one.not_compared_before, one.not_compared_after),
    thousands(one.after),
  ]);
  // Where there is no room for all, what says nothing goes first.
  const spare = (index: number, last: number) =>
    cells.every((row) => row[index] === "0") ? last + SPARE_COLUMNS : last;
  const columns = [
    "CONTROL",
    number("BEFORE"),
    number("NEW", bad),
    { ...number("REOPENED", bad), spare: spare(3, 1) },
    number("FIXED", good),
    { ...number("OF THESE GONE", paint.dim), spare: spare(5, 6) },
    { ...number("NOW KNOWN"), spare: spare(6, 3) },
    { ...number("NOW UNKNOWN", doubtful), spare: spare(7, 2) },
    { ...number("EVIDENCE", doubtful), spare: spare(8, 5) },
    { ...number("NOT COMPARED", paint.dim), spare: spare(9, 4) },
    number("AFTER"),
  ];
  return grid(columns, cells, width);
}

const SPARE_COLUMNS = 6;

/** What failed in the earlier snapshot and what fails in the later one. */
function leftAndCame(left: number, came: number): string {
  return left + came === 0 ? "0" : `-${thousands(left)} +${thousands(came)}`;
}

function colourUnlessNone(colour: (text: string) => string): (text: string) => string {
  return (text) => (text.trim() === "0" ? text : colour(text));
}

function findingGrid(
  findings: readonly ChangedFinding[],
  controls: readonly ControlDiff[],
  { paint, width }: View,
): string {
  const columns = [
    wrapped("CHANGE"),
    "CONTROL",
    "ACCOUNT",
    wrapped("SUBJECT"),
    { title: "SINCE", spare: 1 },
    { title: "FIRST SEEN", spare: 2 },
  ];
  const rows = findings.map((one) => [
    `${one.change.replaceAll("_", " ")}${HOW[one.how ?? ""] ?? ""}`,
    one.control_id,
    one.account_id,
    `${one.subject_arn.replace(/^arn:[^:]*:iam::\d*:/, "")}${credentialText(one)}`,
    one.since?.slice(0, 10) ?? "-",
    one.first_seen,
  ]);
  const total = controls.reduce((sum, one) => sum + changed(one), 0);
  const rest = total - findings.length;
  const more = rest > 0 ? `\n${paint.dim(`... and ${thousands(rest)} more: --format csv prints all.`)}` : "";
  return `${grid(columns, rows, width)}${more}`;
}

/** How something was fixed, where that is not because it passes. */
const HOW: Readonly<Record<string, string>> = {
  subject_gone: " (deleted)",
  credential_gone: " (credential deleted)",
};

function credentialText({ credential, credential_id: id, slot }: ChangedFinding): string {
  if (credential === null) return "";
  const which = id === null ? (slot === null ? "" : ` in slot ${slot}`) : ` ${id}`;
  return `, ${credential.replaceAll("_", " ")}${which}`;
}

/** The findings whose change is printed by default. */
function changed(one: ControlDiff): number {
  return one.new + one.reopened + one.became_known + one.fixed + one.became_unknown + one.evidence_changed;
}

/** So many accounts are named; the rest is counted. */
const NAMED = 10;

function notComparedText(accounts: readonly UncomparedAccount[], width: number): string {
  const once = accounts.filter(({ missing_in: where }) => where !== "both");
  const shown = once
    .slice(0, NAMED)
    .map((account) => `${plainText(account.account_id)}: ${gapText(account)}`);
  const more = once.length - shown.length;
  const both = accounts.length - once.length;
  const lines = [
    ...shown,
    ...(more > 0 ? [`... and ${thousands(more)} more: --format json names all.`] : []),
    ...(both > 0
      ? [
          `${counted(both, "account")} without evidence in either snapshot: --format json names ${both === 1 ? "it" : "them"}.`,
        ]
      : []),
  ];
  const head = `Not compared: ${counted(new Set(once.map((one) => one.account_id)).size, "account")}. Nothing there is new or fixed.`;
  return [paragraph(head, width), ...lines.map((line) => paragraph(line, width, "  ", "    "))].join("\n");
}

function gapText({ missing_in: where, why, evidence }: UncomparedAccount): string {
  const snapshot = where === "before" ? "the earlier snapshot" : "the later snapshot";
  return why === "no_account" ? `not in ${snapshot}` : `without ${evidence.join(" and ")} in ${snapshot}`;
}
