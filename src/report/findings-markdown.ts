import { counted, thousands } from "../model/listed.js";
import type {
  FindingControl,
  FindingCounts,
  FindingStream,
  ListedFinding,
} from "../model/results/findings.js";
import { aboutText, controlsById, isExcepted } from "./finding-facts.js";
import { inPieces } from "./formats/pieces.js";
import { codeText, proseText, tableHead, tableRow } from "./markdown-text.js";

const TITLES = ["Status", "Subject", "Account", "Owner", "Since", "Why"];

/** Findings in Markdown: a heading for each control with what to do, and a table of its findings. */
export async function* findingsMarkdown(stream: FindingStream): AsyncGenerator<string> {
  const counts = await stream.counts();
  yield `## iamspect findings\n\n${summary(counts)}\n`;
  const byId = new Map(counts.map((one) => [one.control_id, one]));
  const controls = controlsById(stream);
  let open: string | undefined;
  yield* inPieces(stream.batches, (finding) => {
    const { control_id: id } = finding;
    if (id === open) return row(finding);
    open = id;
    return `\n${heading(finding, byId.get(id), controls.get(id))}\n${tableHead(TITLES)}${row(finding)}`;
  });
  const left = await stream.more();
  if (left > 0) yield `\n${counted(left, "more finding")} left out.\n`;
}

function summary(counts: readonly FindingCounts[]): string {
  if (counts.length === 0) return "No finding fits.";
  const sum = (of: (one: FindingCounts) => number) => counts.reduce((total, one) => total + of(one), 0);
  const excepted = sum((one) => one.excepted);
  const parts = [
    `**${counted(sum((one) => one.fail) - excepted, "finding")} to fix**`,
    ...(excepted > 0 ? [`${thousands(excepted)} excepted`] : []),
    `${thousands(sum((one) => one.unknown))} unknown`,
  ];
  return `${parts.join(", ")}, by ${counted(counts.length, "control")}.`;
}

function heading(
  { control_id: id, title, severity, remediation }: ListedFinding,
  counts: FindingCounts | undefined,
  control: FindingControl | undefined,
): string {
  const { fail = 0, unknown = 0 } = counts ?? {};
  const what = control?.summary ?? remediation.console;
  const facts = `**${severity}**, ${thousands(fail)} fail, ${thousands(unknown)} unknown.`;
  return `### ${codeText(id)} ${proseText(title)}\n\n${facts} What to do: ${proseText(what)}\n`;
}

function row(finding: ListedFinding): string {
  const { status, account_id, account_name, owner, since, reason, subject_arn: arn, subject_kind } = finding;
  const subject = subject_kind === "account" ? "" : `${codeText(aboutText(finding))}<br>${codeText(arn)}`;
  return tableRow([
    isExcepted(finding) ? "fail, excepted" : status.replaceAll("_", " "),
    subject,
    account_name === null ? codeText(account_id) : `${codeText(account_name)}<br>${codeText(account_id)}`,
    owner === null ? "" : codeText(owner),
    since?.slice(0, 10) ?? "",
    proseText(reason),
  ]);
}
