import { thousands } from "../model/listed.js";
import type { ChangedFinding, ControlDiff, DiffResult, UncomparedAccount } from "../model/results/diff.js";
import type { View } from "./formats/format.js";
import { grid, number } from "./grid.js";
import type { Paint } from "./paint.js";
import { counted, plainText } from "./text.js";

/** So many findings of each change are shown. */
const SHOWN = 10;

/** What changed between two snapshots, for people: counts, the first findings of each change, what is not compared. */
export async function* diffText(diff: DiffResult, { paint }: View): AsyncGenerator<string> {
  const { before, after, controls, not_compared: notCompared } = diff;
  const findings: ChangedFinding[] = [];
  for await (const batch of diff.first(SHOWN)) findings.push(...batch);
  const head =
    `${paint.bold("iamspect diff")}  from ${before.as_of} (${plainText(before.snapshot_id)})` +
    ` to ${after.as_of} (${plainText(after.snapshot_id)})`;
  const parts = [
    head,
    `${countGrid(controls, paint)}\n${paint.dim(READING)}`,
    ...(findings.length === 0 ? [] : [findingGrid(findings, controls, paint)]),
    ...(notCompared.length === 0 ? [] : [notComparedText(notCompared)]),
  ];
  yield `${parts.join("\n\n")}\n`;
}

const READING =
  "Failing findings. BEFORE + NEW + REOPENED + NOW KNOWN - FIXED - NOW UNKNOWN = AFTER, and what only evidence changed or is\n" +
  "not compared: docs/trend.md.";

function countGrid(controls: readonly ControlDiff[], paint: Paint): string {
  const [bad, good, doubtful] = [paint.red, paint.green, paint.yellow].map(colourUnlessNone);
  const columns = [
    "CONTROL",
    number("BEFORE"),
    number("NEW", bad),
    number("REOPENED", bad),
    number("FIXED", good),
    number("OF THESE GONE", paint.dim),
    number("NOW KNOWN"),
    number("NOW UNKNOWN", doubtful),
    number("EVIDENCE", doubtful),
    number("NOT COMPARED", paint.dim),
    number("AFTER"),
  ];
  return grid(
    columns,
    controls.map((one) => [
      one.control_id,
      ...[one.before, one.new, one.reopened, one.fixed, one.fixed_gone].map(thousands),
      ...[one.became_known, one.became_unknown].map(thousands),
      leftAndCame(one.evidence_changed_before, one.evidence_changed_after),
      leftAndCame(one.not_compared_before, one.not_compared_after),
      thousands(one.after),
    ]),
  );
}

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
  paint: Paint,
): string {
  const columns = ["CHANGE", "CONTROL", "ACCOUNT", "SUBJECT", "CREDENTIAL", "SINCE", "FIRST SEEN"];
  const rows = findings.map((one) => [
    `${one.change.replaceAll("_", " ")}${HOW[one.how ?? ""] ?? ""}`,
    one.control_id,
    one.account_id,
    one.subject_arn.replace(/^arn:[^:]*:iam::\d*:/, ""),
    credentialText(one),
    one.since?.slice(0, 10) ?? "-",
    one.first_seen,
  ]);
  const total = controls.reduce((sum, one) => sum + changed(one), 0);
  const rest = total - findings.length;
  const more = rest > 0 ? `\n${paint.dim(`... and ${thousands(rest)} more: --format csv prints all.`)}` : "";
  return `${grid(columns, rows)}${more}`;
}

/** How something was fixed, where that is not because it passes. */
const HOW: Readonly<Record<string, string>> = {
  subject_gone: " (deleted)",
  credential_gone: " (credential deleted)",
};

function credentialText({ credential, credential_id: id, slot }: ChangedFinding): string {
  if (credential === null) return "";
  const which = id === null ? (slot === null ? "" : ` in slot ${slot}`) : ` ${id}`;
  return `${credential.replaceAll("_", " ")}${which}`;
}

/** The findings whose change is printed by default. */
function changed(one: ControlDiff): number {
  return one.new + one.reopened + one.became_known + one.fixed + one.became_unknown + one.evidence_changed;
}

/** So many accounts are named; the rest is counted. */
const NAMED = 10;

function notComparedText(accounts: readonly UncomparedAccount[]): string {
  const once = accounts.filter(({ missing_in: where }) => where !== "both");
  const shown = once
    .slice(0, NAMED)
    .map((account) => `  ${plainText(account.account_id)}: ${gapText(account)}`);
  const more = once.length - shown.length;
  const both = accounts.length - once.length;
  return [
    `Not compared: ${counted(new Set(once.map((one) => one.account_id)).size, "account")}. Nothing of them is new or fixed.`,
    ...shown,
    ...(more > 0 ? [`  ... and ${thousands(more)} more: --format json names all.`] : []),
    ...(both > 0
      ? [`  ${counted(both, "account")} without evidence in either snapshot: --format json names them.`]
      : []),
  ].join("\n");
}

function gapText({ missing_in: where, why, evidence }: UncomparedAccount): string {
  const snapshot = where === "before" ? "the earlier snapshot" : "the later snapshot";
  return why === "no_account" ? `not in ${snapshot}` : `without ${evidence.join(" and ")} in ${snapshot}`;
}
