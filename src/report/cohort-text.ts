import { thousands } from "../model/listed.js";
import type { CohortRate, CohortResult, Percent } from "../model/results/cohort.js";
import type { Published } from "../model/results/prevalence.js";
import { cellText, parametersText } from "./cell-text.js";
import type { View } from "./formats/format.js";
import { grid, number, numbers } from "./grid.js";
import { paragraph } from "./paragraph.js";
import { intervalText, percentText } from "./text.js";

type Figure = CohortResult["controls"][number];

/** The figures of a cohort for people: pooled, over organizations, and published figures beside them. */
export function cohortText(cohort: CohortResult, { paint, width }: View): string {
  const { organizations, standalone_accounts, accounts, users, months, controls } = cohort;
  const name = "iamspect cohort";
  const title =
    `${name}  organizations and standalone accounts: ${thousands(organizations)}` +
    ` (standalone: ${cellText(standalone_accounts)}), accounts: ${cellText(accounts)}, IAM users: ${cellText(users)}` +
    `  ${months[0] ?? ""}${months.length > 1 ? ` to ${months.at(-1)}` : ""}`;
  const parts = [
    paragraph(title, width, "", "  ").replace(name, paint.bold),
    figureGrid(controls, { paint, width }),
    notes(cohort)
      .map((note) => paint.dim(paragraph(note, width, "", "  ")))
      .join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function figureGrid(figures: readonly Figure[], { paint, width }: View): string {
  const columns = [
    {
      title: "CONTROL",
      wrap: true,
      paint: (text: string) => (text.startsWith(" ") ? paint.dim(text) : text),
    },
    { ...number("ORGS"), spare: 1 },
    ...numbers("FAIL", "OF", "PERCENT", "95 % OVER ORGS"),
    { ...number("OVER SUBJECTS"), spare: 6 },
    { ...number("Q1"), spare: 5 },
    { ...number("MEDIAN"), spare: 3 },
    { ...number("Q3"), spare: 4 },
    { ...number("PUBLISHED", paint.dim), spare: 2 },
  ];
  const apart = countedApart(figures);
  return grid(
    columns,
    figures.flatMap((figure) => rowsOf(figure, apart.has(figure.control_id))),
    width,
  );
}

function rowsOf(figure: Figure, isApart: boolean): string[][] {
  const { published } = figure;
  const main = [
    figure.control_id,
    thousands(figure.organizations),
    cellText(figure.fail),
    cellText(figure.population),
    ...rateTexts(figure),
    fraction(published),
  ];
  const tiers = figure.tiers.map((tier) => {
    const theirs = published?.tiers.find((one) => one.older_than_days === tier.older_than_days);
    return [
      `  older than ${thousands(tier.older_than_days)} days`,
      "",
      cellText(tier.fail),
      cellText(tier.population),
      ...rateTexts(tier),
      fraction(theirs),
    ];
  });
  const which = isApart
    ? [[`  by definition ${figure.definition} ${parametersText(figure.parameters)}`]]
    : [];
  const labels = figure.labels.map(({ id, count }) => [`  ${id}`, "", cellText(count)]);
  return [main, ...which, ...tiers, ...labels];
}

function rateTexts({ percent, interval, interval_of_subjects, quartiles }: CohortRate): string[] {
  const { q1, median, q3 } = quartiles ?? { q1: null, median: null, q3: null };
  return [percent, interval, interval_of_subjects, q1, median, q3].map(rateText);
}

/** 6.2 -> "6.20 %"; [4.8, 8] -> "4.80-8.00 %"; null -> "-". */
function rateText(value: Percent | null): string {
  return typeof value === "number" ? percentText(value) : intervalText(value);
}

/** Controls of which there are figures by several definitions or parameters. */
function countedApart(figures: readonly Figure[]): Set<string> {
  return new Set(figures.map((one) => one.control_id).filter((id, index, all) => all.indexOf(id) !== index));
}

function notes({ controls, ...head }: CohortResult): string[] {
  const apart = [...countedApart(controls)];
  const sources = new Set(
    controls.flatMap(({ published }) => (published === null ? [] : [published.source])),
  );
  return [
    "95 % OVER ORGS: for users of one organization are alike. OVER SUBJECTS takes them for independent, so it is too narrow.",
    "Q1, MEDIAN, Q3: of the percentages of the organizations by themselves.",
    ...(head.suppressed > 0
      ? [
          `${thousands(head.suppressed)} of the files ${head.suppressed === 1 ? "tells" : "tell"} counts only to within some number: the true figure lies within each range.`,
        ]
      : []),
    ...(apart.length > 0
      ? [`Counted apart, for their definitions or parameters differ: ${apart.join(", ")}.`]
      : []),
    ...(head.months.length > 1
      ? [`The files are of ${thousands(head.months.length)} months: ${head.months.join(", ")}.`]
      : []),
    ...(head.tool_versions.length > 1
      ? [
          `They were made by iamspect ${head.tool_versions.join(", ")}; what is counted together has one definition.`,
        ]
      : []),
    ...(sources.size > 0 ? [`Published: ${[...sources].sort().join(", ")}, by the same definitions.`] : []),
  ];
}

/** A published count, or percentage where no count was published. */
function fraction(
  published: Pick<Published, "numerator" | "denominator" | "percent"> | null | undefined,
): string {
  if (published === null || published === undefined) return "";
  const { numerator, denominator, percent } = published;
  if (numerator === null || denominator === null) return percent === null ? "" : `${percent} %`;
  return `${thousands(numerator)} / ${thousands(denominator)}`;
}
