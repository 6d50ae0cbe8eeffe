import type { OutputRecord, RecordValue } from "../../model/results/record.js";
import { formatTime } from "../../model/time.js";
import { auditText } from "../audit-text.js";
import { benchmarkText } from "../benchmark-text.js";
import { causesText } from "../causes-text.js";
import { cohortText } from "../cohort-text.js";
import { controlText } from "../control-text.js";
import { diffText } from "../diff-text.js";
import { doctorText } from "../doctor-text.js";
import { exceptionRow } from "../exception-words.js";
import { explainText, ownerText } from "../explain-text.js";
import { findingGroupsText } from "../finding-groups-text.js";
import { findingsText } from "../findings-text.js";
import { fixesText } from "../fixes-text.js";
import { grid, number, numbers, wrapped } from "../grid.js";
import { scenarioText } from "../scenario-text.js";
import { snapshotsText } from "../snapshots-text.js";
import { textWidth } from "../text-width.js";
import { trendText } from "../trend-text.js";
import { tuneText } from "../tune-text.js";
import { valueText } from "../value-text.js";
import type { Format, Renderers, View } from "./format.js";
import { batchesOf } from "./pieces.js";
import { byRows, type Rows } from "./rows.js";

/** Results that have a layout of their own; all others are a list in columns. */
const TEXTS: Renderers = {
  audit: auditText,
  benchmark: benchmarkText,
  causes: causesText,
  cohort: cohortText,
  control: (controls, { width }) => controls.map((one) => controlText(one, width)).join(""),
  controls: (controls, { width }) => {
    const asked = controls.some(({ requirements }) => requirements !== undefined);
    const titles = [
      "ID",
      "SEVERITY",
      ...(asked ? [wrapped("REQUIREMENTS")] : []),
      wrapped("TITLE, PARAMETERS"),
    ];
    const rows = controls.map(({ id, severity, title, parameters, requirements = "" }) => {
      const text = parameters === "" ? title : `${title} (${parameters})`;
      return [id, severity, ...(asked ? [requirements] : []), text];
    });
    return `${grid(titles, rows, width)}\n`;
  },
  diff: diffText,
  doctor: doctorText,
  exception_problems: (problems, view) =>
    columns(
      problems.map(({ serious: _, ...shown }) => shown),
      view,
    ),
  exceptions: (exceptions, view) => columns(exceptions.map(exceptionRow), view),
  explanation: explainText,
  finding_groups: findingGroupsText,
  findings: findingsText,
  fixes: fixesText,
  frameworks: (frameworks, { width }) => {
    const titles = [
      "FRAMEWORK",
      wrapped("TITLE"),
      ...numbers("LISTED", "COVERED", "PARTLY", "MANUAL", "NOT"),
    ];
    const rows = frameworks.map((one) => {
      const { id, title, requirements, covered, partly, manual, not_covered: not } = one;
      return [id, title, ...[requirements, covered, partly, manual, not].map(String)];
    });
    return `${grid(titles, rows, width)}\n`;
  },
  key_owner: ownerText,
  snapshots: snapshotsText,
  rows: queryRows,
  scenarios: (outcomes, view) => outcomes.map((outcome) => scenarioText(outcome, view)).join(""),
  trend: trendText,
  tune: tuneText,
};

/** For people. */
export const table: Format = {
  name: "table",
  renderer: (kind) => TEXTS[kind] ?? byRows(kind, columns),
};

/** So many rows are measured for their widths at a time: a million rows need no memory, and still line up. */
const BLOCK = 1_000;

/** What a query gave: where that is nothing, it says so. */
async function* queryRows(rows: Rows, view: View): AsyncGenerator<string> {
  let some = false;
  for await (const text of columns(rows, view)) {
    some = true;
    yield text;
  }
  if (!some) yield `${view.paint.dim("(no rows)")}\n`;
}

async function* columns(rows: Rows, view: View): AsyncGenerator<string> {
  let block: OutputRecord[] = [];
  let title = true;
  for await (const batch of batchesOf(rows)) {
    for (const record of batch) {
      block.push(record);
      if (block.length < BLOCK) continue;
      yield blockText(block, title, view);
      title = false;
      block = [];
    }
  }
  if (block.length > 0) yield blockText(block, title, view);
}

function blockText(block: readonly OutputRecord[], withTitle: boolean, { width, times }: View): string {
  const names = Object.keys(block[0] ?? {});
  const headings = names.map((name) => {
    const title = name.replaceAll("_", " ").toUpperCase();
    const isNumber =
      !times?.has(name) && block.every(({ [name]: cell }) => typeof cell === "number" || cell === null);
    if (isNumber) return number(title);
    // Ids are copied: in pieces they are none.
    return /(^|_)id$/.test(name) ? { title } : wrapped(title);
  });
  const cells = block.map((record) => names.map((name) => cell(record[name], times?.has(name) ?? false)));
  const text = grid(headings, cells, width);
  // Too many columns: a record under the other, a line for each of its values.
  if (textWidth(text.slice(0, text.indexOf("\n"))) > width) return recordsText(names, cells, width);
  return `${withTitle ? text : text.slice(text.indexOf("\n") + 1)}\n`;
}

function recordsText(names: readonly string[], cells: readonly (readonly string[])[], width: number): string {
  const records = cells.map((record) => {
    const rows = names.map((name, index) => [name, record[index] ?? ""]);
    return grid(["", wrapped("")], rows, width);
  });
  return `${records.join("\n\n")}\n\n`;
}

/** Dates go no further: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_SECOND = 8.64e12;

function cell(value: RecordValue | undefined, isTime: boolean): string {
  const isDate = isTime && typeof value === "number" && Math.abs(value) <= LAST_SECOND;
  return isDate ? formatTime(value) : valueText(value);
}
