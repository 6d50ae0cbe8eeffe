import { counted } from "../../model/listed.js";
import type { AuditedPrevalence, AuditResult } from "../../model/results/audit.js";
import type { FindingCounts, FindingStream, ListedFinding } from "../../model/results/findings.js";
import { SEVERITIES, type Severity } from "../../model/status.js";
import { aboutText, isExcepted } from "../finding-facts.js";
import { plainText } from "../text.js";
import type { Format, Renderers } from "./format.js";

const KINDS: Renderers = { audit: auditAnnotations, findings: findingAnnotations };

/**
 * Annotations of a GitHub workflow, the worst first, and a line that counts all. GitHub shows ten of each level for a step, so no
 * more are written.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export const github: Format = { name: "github", renderer: (kind) => KINDS[kind] };

const MOST = 10;
const LEVELS = ["error", "warning", "notice"] as const;
type Level = (typeof LEVELS)[number];

const LEVEL: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "warning",
  informational: "notice",
};

/** As GitHub's own toolkit escapes: a line break would end the command, and : and , a property. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Lines of text from anywhere; what is invisible is spelled, so that no line begins a command of its own. */
function annotation(level: Level, title: string, lines: readonly string[]): string {
  const message = escapeData(lines.map(plainText).join("\n"));
  return `::${level} title=${escapeProperty(plainText(title))}::${message}\n`;
}

/** Tells whether there is room for one more of a level; the last notice is the summary. */
function room(): (level: Level) => boolean {
  const left = { error: MOST, warning: MOST, notice: MOST - 1 };
  return (level) => {
    if (left[level] === 0) return false;
    left[level] -= 1;
    return true;
  };
}

async function* findingAnnotations(stream: FindingStream): AsyncGenerator<string> {
  const hasRoom = room();
  let told = 0;
  for await (const batch of stream.batches) {
    for (const finding of batch) {
      const level = levelOf(finding);
      if (level === undefined || !hasRoom(level)) continue;
      told += 1;
      const { control_id: id, title, severity } = finding;
      yield annotation(level, `${id} (${severity}): ${title}`, linesOf(finding));
    }
  }
  yield annotation("notice", "iamspect", [findingSummary(await stream.counts(), told, await stream.more())]);
}

/** What passes or is accepted is no news. */
function levelOf(finding: ListedFinding): Level | undefined {
  if (finding.status === "unknown") return "notice";
  return finding.status === "fail" && !isExcepted(finding) ? LEVEL[finding.severity] : undefined;
}

function linesOf(finding: ListedFinding): string[] {
  const { account_id, account_name, reason, remediation, status, subject_kind: kind } = finding;
  const account = account_name === null ? account_id : `${account_id} ${account_name}`;
  const where = kind === "account" ? `account ${account}` : `${aboutText(finding)} in ${account}`;
  return [reason, where, ...(status === "fail" ? [remediation.console, remediation.cli] : [])];
}

function findingSummary(counts: readonly FindingCounts[], told: number, more: number): string {
  const sum = (of: (one: FindingCounts) => number) => counts.reduce((total, one) => total + of(one), 0);
  const excepted = sum((one) => one.excepted);
  const parts = [
    counted(sum((one) => one.fail) - excepted, "failing finding"),
    `${sum((one) => one.unknown)} unknown`,
    `${excepted} excepted`,
  ];
  const left = more === 0 ? "" : ` ${counted(more, "more finding")} left out by --limit.`;
  return `${parts.join(", ")}; ${told} shown as annotations.${left}`;
}

async function* auditAnnotations(audit: AuditResult): AsyncGenerator<string> {
  const hasRoom = room();
  const failing = audit.prevalence.filter(({ fail, excepted }) => fail > excepted).sort(worstFirst);
  let told = 0;
  for (const control of failing) {
    const level = LEVEL[control.severity];
    if (!hasRoom(level)) continue;
    told += 1;
    const { control_id: id, title, severity } = control;
    yield annotation(level, `${id} (${severity}): ${title}`, controlLines(control, audit.again));
  }
  const unknown = audit.prevalence.filter((one) => one.unknown > 0).length;
  const all = `${failing.length} of ${counted(audit.prevalence.length, "control")} fail`;
  const rest = `${unknown} could not be judged for everything; ${told} shown as annotations.`;
  yield annotation("notice", "iamspect audit", [`${all}, ${rest} What to do first: ${audit.first.command}`]);
}

function worstFirst(a: AuditedPrevalence, b: AuditedPrevalence): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.fail - a.fail;
}

function controlLines(control: AuditedPrevalence, again: string): string[] {
  const { control_id: id, fail, excepted, population, unknown } = control;
  const counts = `${fail - excepted} of ${population} fail, ${excepted} more are excepted, ${unknown} are unknown.`;
  return [counts, `iamspect findings --control ${id} --status fail${again}`];
}
