import { thousands } from "../model/listed.js";
import type { AuditedPrevalence, AuditResult } from "../model/results/audit.js";
import type { Prevalence, Published } from "../model/results/prevalence.js";
import { SEVERITIES } from "../model/status.js";
import type { View } from "./formats/format.js";
import { type GridColumn, grid, number, wrapped } from "./grid.js";
import { intervalText, percentText } from "./text.js";
import { wrapText } from "./wrap.js";

/** The controls: by severity, those that fail first; what passes in one line, unless all are asked for. */
export function controlsText(audit: AuditResult, view: View): string {
  const { all = false, paint, width } = view;
  const sorted = [...audit.prevalence].sort(
    (a, b) => severityRank(a) - severityRank(b) || Number(b.fail > 0) - Number(a.fail > 0) || b.fail - a.fail,
  );
  const failing = sorted.filter(({ fail }) => fail > 0);
  const [open, passing] = split(sorted.filter(({ fail }) => fail === 0));
  const shown = all ? sorted : failing;
  const line = (title: string, some: readonly AuditedPrevalence[]) => {
    const names = some.map(({ control_id: id }) => id).join(", ");
    return some.length === 0 || all ? [] : [wrapText(`${title}: ${names}`, width, "  ")];
  };
  return [
    ...(shown.length === 0 ? [] : [controlsGrid(shown, audit, view)]),
    ...line("Passing", passing),
    ...line("Nothing fails, but not all could be judged", open),
    ...publishedNote(shown, paint.dim, width),
  ].join("\n");
}

function severityRank({ severity }: AuditedPrevalence): number {
  return -SEVERITIES.indexOf(severity);
}

/** Those by which something is unknown, and those by which nothing is. */
function split(some: readonly AuditedPrevalence[]): [AuditedPrevalence[], AuditedPrevalence[]] {
  return [some.filter(({ unknown }) => unknown > 0), some.filter(({ unknown }) => unknown === 0)];
}

function controlsGrid(shown: readonly AuditedPrevalence[], audit: AuditResult, view: View): string {
  const columns = columnsOf(audit, view).filter((one) => one !== undefined);
  const rows = shown.flatMap((one) => rowsOf(one, audit, view));
  return grid(columns, rows, view.width);
}

function columnsOf(audit: AuditResult, { paint, intervals }: View): (GridColumn | undefined)[] {
  const colour: Record<string, (text: string) => string> = {
    critical: paint.red,
    high: paint.red,
    medium: paint.yellow,
  };
  return [
    wrapped("CONTROL", (text) => (text.startsWith(" ") ? paint.dim(text) : text)),
    { title: "SEVERITY", paint: (text) => (colour[text.trim()] ?? paint.dim)(text) },
    number("FAIL", (text) => (text.trim() === "0" ? paint.green(text) : text)),
    audit.with_exceptions ? number("EXCEPTED") : undefined,
    { ...number("OF"), spare: 3 },
    number("PERCENT"),
    intervals === true ? number("95 %") : undefined,
    { ...number("OF JUDGED"), spare: 4 },
    number("UNKNOWN"),
    number("PUBLISHED", paint.dim),
  ];
}

type Cells = Readonly<Record<"name" | "severity" | "fail" | "of" | "percent" | "published", string>> & {
  readonly interval?: Prevalence["interval"];
  readonly excepted?: string;
  readonly judged?: string;
  readonly unknown?: string;
};

function rowsOf(one: AuditedPrevalence, audit: AuditResult, view: View): string[][] {
  const row = (cells: Cells) => [
    cells.name,
    cells.severity,
    cells.fail,
    ...(audit.with_exceptions ? [cells.excepted ?? ""] : []),
    cells.of,
    cells.percent,
    ...(view.intervals === true ? [cells.interval === undefined ? "" : intervalText(cells.interval)] : []),
    cells.judged ?? "",
    cells.unknown ?? "",
    cells.published,
  ];
  const main = row({
    name: one.control_id,
    severity: one.severity,
    fail: thousands(one.fail),
    excepted: thousands(one.excepted),
    of: thousands(one.population),
    percent: percentText(one.percent),
    interval: one.interval,
    judged: percentText(one.percent_judged),
    unknown: thousands(one.unknown),
    published: publishedText(one.published),
  });
  return [main, ...tierRows(one, view.all === true).map(row), ...labelRows(one).map(row)];
}

/** Tiers that have a published figure beside them, or all. */
function tierRows({ tiers, published }: AuditedPrevalence, all: boolean): Cells[] {
  return tiers.flatMap((tier) => {
    const theirs = published?.tiers.find((one) => one.older_than_days === tier.older_than_days);
    if (!all && theirs === undefined) return [];
    return [
      {
        name: `  older than ${thousands(tier.older_than_days)} days${tier.name === null ? "" : ` (${tier.name})`}`,
        severity: "",
        fail: thousands(tier.fail),
        of: thousands(tier.population),
        percent: percentText(tier.percent),
        interval: tier.interval,
        published: publishedText(theirs ?? null),
      },
    ];
  });
}

function labelRows({ labels, assumed }: AuditedPrevalence): Cells[] {
  const all = [...labels, { title: "assumed: evidence that could excuse is missing", count: assumed }];
  return all
    .filter(({ count }) => count > 0)
    .map(({ title, count }) => ({
      name: `  ${title}`,
      severity: "",
      fail: thousands(count),
      of: "",
      percent: "",
      published: "",
    }));
}

type Counted = Pick<Published, "numerator" | "denominator" | "percent" | "percent_above">;

/** A published figure as a percentage; one that counts only some of its cohort is a lower bound. */
function publishedText(published: Counted | null): string {
  if (published === null) return "";
  const { numerator, denominator, percent, percent_above: above } = published;
  if (above !== undefined) return `> ${above} %`;
  if (numerator !== null && denominator !== null) return percentText((100 * numerator) / denominator);
  return percentText(percent);
}

function publishedNote(
  shown: readonly AuditedPrevalence[],
  dim: (text: string) => string,
  width: number,
): string[] {
  const publishers = shown.flatMap(({ published }) => (published === null ? [] : [published.publisher]));
  if (publishers.length === 0) return [];
  const text = `Published: the same definition, counted by ${[...new Set(publishers)].sort().join("; ")}. \`iamspect benchmark\` prints what each figure is of.`;
  return [dim(wrapText(text, width, "  "))];
}
