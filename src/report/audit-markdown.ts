import { evidenceWords } from "../model/evidence-words.js";
import { counted, thousands } from "../model/listed.js";
import type { AuditedGroup, AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import type { JudgedControls } from "../model/results/judged.js";
import type { Scorecard } from "../model/results/scorecard.js";
import { SEVERITIES } from "../model/status.js";
import { hoursText, pointsText } from "./fixes-text.js";
import { codeText, markdownTable, proseText } from "./markdown-text.js";
import { percentText } from "./text.js";

/** An audit in Markdown: what to do first, the controls that fail, and what could not be judged. */
export function auditMarkdown(audit: AuditResult): string {
  const { scorecard, by, groups, judged } = audit;
  const parts = [
    headText(audit),
    firstText(audit),
    ...(scorecard === null ? [] : [scorecardText(scorecard)]),
    controlsText(audit),
    ...(by === undefined ? [] : [groupsText(by, groups)]),
    judgedText(judged),
  ];
  return parts.join("\n");
}

function isFailing({ fail, excepted }: AuditedPrevalence): boolean {
  return fail > excepted;
}

function headText(audit: AuditResult): string {
  const { prevalence, coverage, users, as_of, from, changes, settings, first } = audit;
  const failing = prevalence.filter(isFailing);
  const severe = failing.filter(({ severity }) => severity === "critical" || severity === "high").length;
  const urgent = first.best?.fixes.filter(({ emergency }) => emergency !== null).length ?? 0;
  const emergencies = urgent === 0 ? "" : `${counted(urgent, "emergency", "emergencies")}; `;
  const answer = `**${emergencies}${counted(failing.length, "control")} of ${thousands(prevalence.length)} fail**, ${thousands(severe)} of them critical or high.`;
  const time = from === as_of ? `as of ${as_of}` : `as of ${from} to ${as_of}`;
  const lines = [
    `${counted(coverage.accounts, "account")}, ${counted(users, "IAM user")}, ${time}.`,
    ...(changes === null
      ? []
      : [
          `Since ${changes.since.slice(0, 10)}: ${thousands(changes.new)} new, ${thousands(changes.fixed)} fixed, ${thousands(changes.reopened)} reopened findings.`,
        ]),
    ...(settings.length === 0
      ? []
      : [`Settings that differ from the defaults: ${settings.map(codeText).join(", ")}.`]),
  ];
  return `## iamspect audit\n\n${answer}\n\n${lines.join(" ")}\n`;
}

function firstText({ first: { best, command, around } }: AuditResult): string {
  const fixes = best === null ? [] : best.fixes;
  const rows = fixes.map((fix) => [
    fix.emergency === null ? "" : "**!**",
    proseText(fix.title),
    thousands(fix.users),
    hoursText(fix.effort.hours),
    pointsText(fix.risk_removed),
    `${fix.cumulative_percent.toFixed(1)} %`,
  ]);
  const titles = ["", "Fix", "#Users", "#Hours", "#Risk removed", "#Of all"];
  const table = rows.length === 0 ? "No user calls for a fix.\n" : markdownTable(titles, rows);
  const ranked = best === null ? "Ranking the fixes of so many users takes a while.\n" : table;
  const others = around.map(({ control_id: id, what, fail, severity }) => [
    severity,
    thousands(fail),
    codeText(id),
    proseText(what),
  ]);
  const rest =
    others.length === 0
      ? ""
      : `\nAround the users:\n\n${markdownTable(["Severity", "#Fail", "Control", "What to do"], others)}`;
  return `### What to do first\n\n${ranked}\nWho, in which order, and how: ${codeText(command)}\n${rest}`;
}

function controlsText({ prevalence, with_exceptions: excepted }: AuditResult): string {
  const failing = prevalence.filter(({ fail }) => fail > 0).sort(worstFirst);
  if (failing.length === 0) return "### Controls that fail\n\nNone.\n";
  const rows = failing.map((one) => [
    one.severity,
    codeText(one.control_id),
    proseText(one.title),
    thousands(one.fail),
    ...(excepted ? [thousands(one.excepted)] : []),
    thousands(one.population),
    percentText(one.percent),
    thousands(one.unknown),
  ]);
  const counts = ["#Fail", ...(excepted ? ["#Excepted"] : []), "#Of", "#Percent", "#Unknown"];
  return `### Controls that fail\n\n${markdownTable(["Severity", "Control", "Title", ...counts], rows)}`;
}

function worstFirst(a: AuditedPrevalence, b: AuditedPrevalence): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.fail - a.fail;
}

/** The requirements that do not pass; those that do are counted. */
function scorecardText({ title, summary, requirements }: Scorecard): string {
  const rows = requirements
    .filter(({ status }) => status !== "pass" && status !== "not_applicable")
    .map((one) => [
      one.status.replaceAll("_", " "),
      codeText(one.id),
      proseText(one.title),
      thousands(one.fail),
      one.note === null ? "" : proseText(one.note),
    ]);
  const { pass, fail, unknown, manual, not_applicable, not_covered } = summary;
  const counts = `${pass} pass, ${fail} fail, ${unknown} unknown, ${not_applicable} not applicable, ${manual} manual, ${not_covered} not covered.`;
  const table = markdownTable(["Status", "Requirement", "Title", "#Fail", "Note"], rows);
  return `### Scorecard: ${proseText(title)}\n\n${counts}\n\n${table}`;
}

function groupsText(by: string, groups: readonly AuditedGroup[]): string {
  const rows = groups.map(({ group, name, prevalence }) => [
    group === "" ? "(not known)" : codeText(group),
    name === null ? "" : codeText(name),
    thousands(prevalence.filter(isFailing).length),
  ]);
  return `### By ${by}\n\n${markdownTable(["Group", "Name", "#Controls that fail"], rows)}`;
}

function judgedText({ controls, whole, wants, left }: JudgedControls): string {
  const head = `${thousands(whole)} of ${counted(controls, "control")} could be judged for everything.`;
  const wanted = wants.map(({ missing, accounts, controls: ids, command }) => {
    const what =
      missing === null
        ? "what the evidence does not hold"
        : `${evidenceWords(missing)} of ${counted(accounts, "account")}`;
    return [proseText(what), ids.map(codeText).join(", "), command === null ? "" : codeText(command)];
  });
  const table =
    wanted.length === 0 ? "" : `\n${markdownTable(["Missing", "Controls", "How to get it"], wanted)}`;
  const unseen = left.reduce((sum, one) => sum + one.controls.length, 0);
  const note =
    unseen === 0
      ? ""
      : `\nNot looked at, for nothing of them was collected: ${left.map(({ of }) => proseText(of)).join(", ")} (${counted(unseen, "control")}).\n`;
  return `### What could not be judged\n\n${head}\n${table}${note}`;
}
