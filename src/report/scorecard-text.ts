import { counted, thousands } from "../model/listed.js";
import type { RequirementStatus, Scorecard, ScoredRequirement } from "../model/results/scorecard.js";
import type { View } from "./formats/format.js";
import { type GridColumn, grid, wrapped } from "./grid.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";
import { padEnd, textWidth } from "./text-width.js";
import { wrapText } from "./wrap.js";

/** A standard by its sections, a line a requirement, then what a person looks at, and the sum. */
export function scorecardText(scorecard: Scorecard, view: View): string {
  const { title, note, requirements } = scorecard;
  const { paint, width } = view;
  return [
    paint.bold(wrapText(plainText(title), width, "  ")),
    ...(note === null ? [] : [paint.dim(wrapText(plainText(note.trim()), width))]),
    "",
    ...sectionsText(requirements, view),
    ...notesText(requirements, view),
    wrapText(summaryText(scorecard), width, "  "),
    ...totalText(scorecard, width),
    "",
  ].join("\n");
}

/** Each section with its title and an empty line behind it. */
function sectionsText(requirements: readonly ScoredRequirement[], view: View): string[] {
  const titles = [...new Set(requirements.map(({ section }) => section))];
  const levels = requirements.some(({ level }) => level !== null);
  const cells = requirements.map(({ section, id, level, title, ...one }) => ({
    section,
    row: [id, ...(levels ? [level ?? ""] : []), statusText(one), title],
  }));
  // Sections line up with each other: the columns before the title are as wide as the widest of all.
  const widths = (levels ? [0, 1, 2] : [0, 1]).map((column) =>
    cells.reduce((most, { row }) => Math.max(most, textWidth(plainText(row[column] ?? ""))), 0),
  );
  return titles.flatMap((title) => {
    const rows = cells
      .filter(({ section }) => section === title)
      .map(({ row }) => row.map((cell, column) => padEnd(plainText(cell), widths[column] ?? 0)));
    const lines = grid(columnsOf(levels, view.paint), rows, view.width);
    return [...(title === null ? [] : [view.paint.bold(plainText(title))]), lines, ""];
  });
}

function columnsOf(levels: boolean, paint: Paint): GridColumn[] {
  const status: GridColumn = { title: "", paint: (text) => statusPaint(text, paint)(text) };
  return [{ title: "" }, ...(levels ? [{ title: "", spare: 1 }] : []), status, wrapped("")];
}

const COLOURS: readonly (readonly [start: string, colour: "red" | "green" | "yellow"])[] = [
  ["fail", "red"],
  ["pass", "green"],
  ["unknown", "yellow"],
];

function statusPaint(text: string, paint: Paint): (text: string) => string {
  const [, colour] = COLOURS.find(([start]) => text.startsWith(start)) ?? [];
  return colour === undefined ? paint.dim : paint[colour];
}

type Counts = Pick<ScoredRequirement, "status" | "coverage" | "fail" | "pass" | "unknown" | "excepted">;

/** `fail 3 of 12, 1 excepted`: of the subjects that it is about. */
export function statusText({ status, coverage, fail, pass, unknown, excepted }: Counts): string {
  const of = `of ${thousands(fail + pass + unknown)}`;
  const accepted = excepted === 0 ? "" : `, ${thousands(excepted)} excepted`;
  const texts: Record<RequirementStatus, string> = {
    pass: coverage === "partly" ? "pass in part" : "pass",
    fail: `fail ${thousands(fail)} ${of}${accepted}`,
    unknown: `unknown ${thousands(unknown)} ${of}`,
    not_applicable: "nothing there",
    manual: "manual",
    not_covered: "not covered",
  };
  return texts[status];
}

/** What a person looks at; with --all also why others are not covered, or only in part. */
function notesText(
  requirements: readonly ScoredRequirement[],
  { all = false, paint, width }: View,
): string[] {
  const noted = requirements.filter(({ status, note }) => note !== null && (all || status === "manual"));
  if (noted.length === 0) return [];
  const rows = noted.map(({ id, note }) => ["", id, note ?? ""]);
  return [paint.bold("WHAT A PERSON LOOKS AT"), grid(["", "", wrapped("")], rows, width), ""];
}

/** How many could be decided, and how the others stand. */
function summaryText({ summary }: Scorecard): string {
  const { requirements, decided, pass, pass_in_part, fail, unknown, not_applicable, manual, not_covered } =
    summary;
  const part = pass_in_part === 0 ? "" : ` (${thousands(pass_in_part)} in part)`;
  const nothing = not_applicable === 0 ? "" : `, ${thousands(not_applicable)} about nothing that is there`;
  return (
    `${thousands(decided)} of ${counted(requirements, "requirement")} could be decided: ${thousands(pass)} pass${part}, ` +
    `${thousands(fail)} fail${nothing}; ${thousands(unknown)} unknown, ${thousands(manual)} manual, ${thousands(not_covered)} not covered.`
  );
}

function totalText({ total, summary, title }: Scorecard, width: number): string[] {
  if (total === null || total <= summary.requirements) return [];
  const text = `${plainText(title)} has ${thousands(total)} requirements in all; those that are not listed are not covered.`;
  return [wrapText(text, width, "  ")];
}
