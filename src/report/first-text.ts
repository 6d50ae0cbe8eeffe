import { thousands } from "../model/listed.js";
import type { AuditResult } from "../model/results/audit.js";
import { hoursText, pointsText } from "./fixes-text.js";
import type { View } from "./formats/format.js";
import { grid, number, wrapped } from "./grid.js";
import { counted } from "./text.js";
import { wrapText } from "./wrap.js";

/** What to do first: emergencies, then the best fixes, and the command that tells who and how. */
export function firstText(
  { first, prevalence }: Pick<AuditResult, "first" | "prevalence">,
  { paint, width }: View,
): string {
  const { best, command } = first;
  const title = paint.bold("WHAT TO DO FIRST");
  if (best === null) return `${title}\nRanking the fixes of so many users takes a while:\n  ${command}\n`;
  const { fixes, rest } = best;
  if (fixes.length === 0) {
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
