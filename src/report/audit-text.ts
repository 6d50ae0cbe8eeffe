import { counted, thousands } from "../model/listed.js";
import type { AuditResult } from "../model/results/audit.js";
import { parseAuditTime } from "../model/time.js";
import { controlsText } from "./controls-grid.js";
import { firstText } from "./first-text.js";
import type { View } from "./formats/format.js";
import { grid, wrapped } from "./grid.js";
import { groupText } from "./group-text.js";
import { judgedText } from "./judged-text.js";
import { scorecardText } from "./scorecard-text.js";
import { plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** The result of an audit for people: what was looked at, what to do first, the controls, and what could not be judged. */
export function auditText(audit: AuditResult, view: View): string {
  const { by, groups, judged, scorecard } = audit;
  const figures = [firstText(audit, view), `${controlsText(audit, view)}\n`];
  const parts = [
    headText(audit, view),
    ...(scorecard === null
      ? figures
      : [scorecardText(scorecard, view), ...(view.all === true ? figures : [])]),
    [
      judgedText(judged, view.width, / --full\b/.test(audit.again)),
      ...closedLines(audit, view.width),
      ...reportAge(audit, view.width),
    ]
      .join("\n")
      .concat("\n"),
  ];
  if (by !== undefined) parts.push(groupText(by, groups, view));
  if (audit.prevalence.some(({ fail }) => fail > 0)) parts.push(nextText(audit, view));
  return parts.join("\n");
}

/** What to run next. */
function nextText({ again }: AuditResult, { paint, width }: View): string {
  const commands = [
    [`iamspect fix-first --hours 8${again}`, "what a team can do in a day"],
    [`iamspect findings${again}`, "what fails, one by one, worst first"],
    [`iamspect explain USER${again}`, "everything about one user"],
  ];
  const rows = commands.map((row) => ["", ...row]);
  return `${paint.bold("NEXT")}\n${grid(["", "", wrapped("")], rows, width)}\n`;
}

function headText(
  { coverage, users, as_of, snapshot_id, changes, settings }: AuditResult,
  view: View,
): string {
  const { paint, width } = view;
  const name = "iamspect audit";
  const seen = `${name}  ${counted(coverage.accounts, "account")}, ${counted(users, "IAM user")}`;
  const lines = [
    `${seen}  as of ${as_of}  snapshot ${plainText(snapshot_id)}`,
    ...(settings.length === 0
      ? []
      : [`Settings that differ from the defaults: ${plainText(settings.join(", "))}`]),
    ...(changes === null
      ? []
      : [
          `Since ${changes.since.slice(0, 10)}, of ${counted(changes.accounts, "account")} audited before:` +
            ` ${thousands(changes.new)} new, ${thousands(changes.fixed)} fixed, ${thousands(changes.reopened)} reopened findings.`,
        ]),
  ].map((line) => wrapText(line, width, "  "));
  return `${lines.join("\n").replace(name, paint.bold(name))}\n`;
}

function closedLines({ coverage: { closed = 0 } }: AuditResult, width: number): string[] {
  if (closed === 0) return [];
  const are =
    closed === 1 ? "1 account is closed, and is" : `${thousands(closed)} accounts are closed, and are`;
  return [wrapText(`${are} unknown: nobody can ask closed accounts.`, width, "  ")];
}

/** AWS makes a report at most every four hours: what was fixed since does not show in it. */
function reportAge({ reports: { oldest }, as_of }: AuditResult, width: number): string[] {
  if (oldest === null) return [];
  const hours = Math.max(0, parseAuditTime(as_of) - parseAuditTime(oldest)) / 3600;
  if (hours < 0.1) return [];
  const age = hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;
  const text = `The oldest credential report was made ${age} before the audit; later changes do not show in it.`;
  return [wrapText(text, width, "  ")];
}
