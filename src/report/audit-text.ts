import { thousands } from "../model/listed.js";
import type { AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import type { Prevalence, Published } from "../model/results/prevalence.js";
import { parseAuditTime } from "../model/time.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import { groupText } from "./group-text.js";
import type { Paint } from "./paint.js";
import { counted, intervalText, percentText, plainText } from "./text.js";

/** The result of an audit for people: how often each control fails, its tiers, and published figures beside it. */
export function auditText(audit: AuditResult, { paint, intervals = false }: View): string {
  const { coverage, by, groups } = audit;
  const head =
    `${paint.bold("iamspect audit")}  ${counted(coverage.accounts, "account")}, ${counted(audit.users, "IAM user")}` +
    `  as of ${audit.as_of}  snapshot ${plainText(audit.snapshot_id)}`;
  const all = `${head}\n\n${mainGrid(audit, paint, intervals)}\n\n${coverageText(audit, paint)}\n`;
  return by === undefined ? all : `${all}\n${groupText(by, groups)}`;
}

function mainGrid({ prevalence, with_exceptions }: AuditResult, paint: Paint, intervals: boolean): string {
  const colour: Record<string, (text: string) => string> = {
    critical: paint.red,
    high: paint.red,
    medium: paint.yellow,
  };
  const columns = [
    { title: "CONTROL", paint: (text: string) => (text.startsWith(" ") ? paint.dim(text) : text) },
    { title: "SEVERITY", paint: (text: string) => (colour[text.trim()] ?? paint.dim)(text) },
    number("FAIL", (text) => (text.trim() === "0" ? paint.green(text) : text)),
    ...numbers(...(with_exceptions ? ["EXCEPTED"] : []), "OF", "PERCENT"),
    ...numbers(...(intervals ? ["95 %"] : []), "OF JUDGED", "UNKNOWN"),
    number("PUBLISHED", paint.dim),
  ];
  return grid(
    columns,
    prevalence.flatMap((one) => {
      const all = rows(one, intervals);
      if (!with_exceptions) return all;
      const count = thousands(one.excepted);
      return all.map((row, index) => [...row.slice(0, 3), index === 0 ? count : "", ...row.slice(3)]);
    }),
  );
}

function rows(one: AuditedPrevalence, intervals: boolean): string[][] {
  const between = (interval: Prevalence["interval"]) => (intervals ? [intervalText(interval)] : []);
  const { published } = one;
  const main = [
    one.control_id,
    one.severity,
    thousands(one.fail),
    thousands(one.population),
    percentText(one.percent),
    ...between(one.interval),
    percentText(one.percent_judged),
    thousands(one.unknown),
    fraction(published),
  ];
  const tiers = one.tiers.map((tier) => {
    const theirs = published?.tiers.find((t) => t.older_than_days === tier.older_than_days);
    return [
      `  older than ${thousands(tier.older_than_days)} days${tier.name === null ? "" : ` (${tier.name})`}`,
      "",
      thousands(tier.fail),
      thousands(tier.population),
      percentText(tier.percent),
      ...between(tier.interval),
      "",
      "",
      fraction(theirs),
    ];
  });
  const assumed = { title: "assumed: evidence that could excuse is missing", count: one.assumed };
  const labels = [...one.labels, assumed]
    .filter(({ count }) => count > 0)
    .map(({ title, count }) => [`  ${title}`, "", thousands(count), "", "", "", "", ""]);
  return [main, ...tiers, ...labels];
}

/** A published count, or percentage where no count was published. */
export function fraction(published: Counted | null | undefined): string {
  if (published === null || published === undefined) return "";
  const { numerator, denominator, percent } = published;
  if (numerator === null || denominator === null) return percent === null ? "" : `${percent} %`;
  return `${thousands(numerator)} / ${thousands(denominator)}`;
}

type Counted = Pick<Published, "numerator" | "denominator" | "percent">;

function coverageText({ coverage, prevalence, reports, as_of }: AuditResult, paint: Paint): string {
  const sources = new Set(
    prevalence.flatMap(({ published }) => (published === null ? [] : [published.source])),
  );
  const { accounts, complete, incomplete, closed = 0 } = coverage;
  const evidence =
    incomplete === 0
      ? `Evidence is complete for ${closed === 0 && complete > 1 ? "all " : ""}${counted(complete, "account")}.`
      : `Evidence is missing for ${thousands(incomplete)} of ${counted(accounts, "account")}; what rests on it is unknown.`;
  const without =
    closed === 1 ? "1 account is closed, and is" : `${thousands(closed)} accounts are closed, and are`;
  const lines = [
    evidence,
    ...(closed === 0 ? [] : [`${without} unknown: nobody can ask closed accounts.`]),
    ...reportAge(reports, as_of),
  ];
  if (sources.size > 0) {
    lines.push(
      paint.dim(
        `Published: ${[...sources].sort().join(", ")}; counts beside counts of the same definition (--format json prints them).`,
      ),
    );
  }
  return lines.join("\n");
}

/** AWS makes a report at most every four hours: what was fixed since does not show in it. */
function reportAge({ oldest }: AuditResult["reports"], asOf: string): string[] {
  if (oldest === null) return [];
  const hours = Math.max(0, parseAuditTime(asOf) - parseAuditTime(oldest)) / 3600;
  if (hours < 0.1) return [];
  const age = hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.floor(hours / 24)} days`;
  return [`The oldest credential report was made ${age} before the audit; later changes do not show in it.`];
}
