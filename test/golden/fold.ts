import { createHash } from "node:crypto";
import { type Finding, streamFindings } from "./read-findings.js";

/** All verdicts of a snapshot, folded into a text that is small enough to keep and shows where it differs. */
export interface Fold {
  readonly text: string;
  /** `control account subject credential slot: finding_id status since tier`, sorted: what the text was made of. */
  readonly lines: readonly string[];
}

const STATUSES = ["fail", "unknown", "pass", "not_applicable"];
/** What stands for a status where each finding is shown. */
const LETTERS: Readonly<Record<string, string>> = { fail: "F", unknown: "?", pass: ".", not_applicable: "-" };

/** How findings are put together: by the last digit of their account, or by account with a letter for each. */
export type Detail = "digits" | "letters";

export async function foldOf(args: readonly string[], cwd: string, detail: Detail): Promise<Fold> {
  const all: Finding[] = [];
  for await (const finding of streamFindings(args, cwd)) all.push(finding);
  const controls = groupBy(all, (one) => one.control_id);
  const text = controls.map(([id, findings]) => controlText(id, findings, detail)).join("\n");
  return { text, lines: all.map(line).sort() };
}

function controlText(id: string, all: readonly Finding[], detail: Detail): string {
  // What an account as a whole lacks is no verdict on a subject.
  const findings = all.filter((one) => one.subject_kind !== "account");
  const count = (status: string) => findings.filter((one) => one.status === status).length;
  const counts = STATUSES.map((status) => `${status} ${count(status)}`).join("  ");
  const groups = groupBy(findings, (one) =>
    detail === "digits" ? one.account_id.slice(-1) : one.account_id,
  );
  const parts = groups.map(([key, ones]) => groupText(key, ones, detail));
  return [id, `  ${counts}`, ...parts, ""].join("\n");
}

function groupText(key: string, findings: readonly Finding[], detail: Detail): string {
  const lines = findings
    .map(({ finding_id, status, since, tier }) => [finding_id, status, since, tier].join(" "))
    .sort();
  const hash = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
  const inOrder = findings
    .map((one) => [line(one), LETTERS[one.status]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const letters = detail === "digits" ? "" : ` ${inOrder.map(([, letter]) => letter).join("")}`;
  return `  ${key} ${String(findings.length)} ${hash}${letters}`;
}

function line(one: Finding): string {
  const place = [
    one.control_id,
    one.account_id,
    one.subject_arn,
    one.credential,
    one.credential_id,
    one.slot,
  ];
  return `${place.map((part) => part ?? "-").join(" ")}: ${one.finding_id} ${one.status} ${one.since} ${one.tier}`;
}

function groupBy(findings: readonly Finding[], keyOf: (finding: Finding) => string): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
