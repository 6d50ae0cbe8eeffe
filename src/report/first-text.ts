import { counted, thousands } from "../model/listed.js";
import type { AuditResult } from "../model/results/audit.js";
import { hoursText, pointsText } from "./fixes-text.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { wrapText } from "./wrap.js";

/** What to do first: emergencies, then the best fixes, and the command that tells who and how. */
export function firstText(audit: Pick<AuditResult, "first" | "prevalence" | "again">, view: View): string {
  return `${fixesText(audit, view)}${aroundText(audit, view)}`;
}

/** So many lines there are of what lies around the users. */
const AROUND = 5;

function aroundText({ first: { around }, again }: Pick<AuditResult, "first" | "again">, view: View): string {
  if (around.length === 0) return "";
  const { paint, width } = view;
  const most = Math.max(...around.map(({ fail }) => thousands(fail).length));
  const lines = around.slice(0, AROUND).map(({ control_id: id, what, fail, severity }) => {
    const head = `  ${severity.padEnd("critical".length)}  ${thousands(fail).padStart(most)}  ${id}`;
    return `${head}\n      ${wrapText(what, width - 6, "      ")}`;
  });
  const left = around.length - AROUND;
  const more =
    left > 0
      ? `${counted(left, "more control")} of severity high or above ${left === 1 ? "fails" : "fail"}. `
      : "";
  const note = wrapText(`${more}Which, and how to fix them:`, width);
  const command = `iamspect findings --severity critical,high --status fail --verbose${again}`;
  return `\n${paint.bold("AROUND THE USERS")}\n${lines.join("\n")}\n${paint.dim(note)}\n  ${command}\n`;
}

function fixesText(
  { first, prevalence }: Pick<AuditResult, "first" | "prevalence">,
  { paint, width }: View,
): string {
  const { best, command, around } = first;
  const title = paint.bold("WHAT TO DO FIRST");
  if (best === null) return `${title}\nRanking the fixes of so many users takes a while:\n  ${command}\n`;
  const { fixes, rest } = best;
  if (fixes.length === 0) {
    if (around.length > 0) return `${title}\nNo user calls for a fix.\n`;
    const fails = prevalence.some(({ fail }) => fail > 0);
    return `${title}\n${fails ? "What fails calls for no fix." : "Nothing fails."}\n`;
  }
  const columns = [
    { title: "", paint: paint.red },
    wrapped("FIX"),
    number("USERS"),
    number("HOURS"),
    number("RISK REMOVED"),
    { ...number("OF ALL"), spare: 1 },
  ];
  const rows = fixes.map((fix) => [
    fix.emergency === null ? "" : "!",
    fix.title,
    thousands(fix.users),
    hoursText(fix.effort.hours),
    pointsText(fix.risk_removed),
    `${fix.cumulative_percent.toFixed(1)} %`,
  ]);
  const urgent = fixes.filter(({ emergency }) => emergency !== null).length;
  const more = rest.fixes === 0 ? "" : `${counted(rest.fixes, "more fix", "more fixes")}. `;
  const marks = urgent === 0 ? "" : "! is an emergency: it comes first, whatever the sum. ";
  const note = wrapText(`${marks}${more}Who, in which order, and how:`, width);
  return `${title}\n${grid(columns, rows, width)}\n${paint.dim(note)}\n  ${command}\n`;
}
