import type { FindingRecord, FindingStream } from "../../model/results/findings.js";
import type { OutputRecord, RecordBatches } from "../../model/results/record.js";
import { auditText } from "../audit-text.js";
import { benchmarkText } from "../benchmark-text.js";
import { causesText } from "../causes-text.js";
import { cohortText } from "../cohort-text.js";
import { controlText } from "../control-text.js";
import { diffText } from "../diff-text.js";
import { doctorText } from "../doctor-text.js";
import { exceptionRow } from "../exception-words.js";
import { explainText, ownerText } from "../explain-text.js";
import { fixesText } from "../fixes-text.js";
import { grid, number, wrapped } from "../grid.js";
import { scenarioText } from "../scenario-text.js";
import { snapshotsText } from "../snapshots-text.js";
import { trendText } from "../trend-text.js";
import { tuneText } from "../tune-text.js";
import { cellText } from "./csv.js";
import type { Format, Renderers, View } from "./format.js";
import { batchesOf } from "./pieces.js";
import { byRows, type Rows } from "./rows.js";

/** Results that have a layout of their own; all others are a list in columns. */
const TEXTS: Renderers = {
  audit: auditText,
  benchmark: benchmarkText,
  causes: causesText,
  cohort: cohortText,
  control: (controls) => controls.map(controlText).join(""),
  diff: diffText,
  doctor: doctorText,
  exception_problems: (problems, view) =>
    columns(
      problems.map(({ serious: _, ...shown }) => shown),
      view,
    ),
  exceptions: (exceptions, view) => columns(exceptions.map(exceptionRow), view),
  explanation: explainText,
  findings: (findings, view) => columns(findingRows(findings), view),
  fixes: fixesText,
  key_owner: ownerText,
  snapshots: snapshotsText,
  scenarios: (outcomes, { paint }) => outcomes.map((outcome) => scenarioText(outcome, paint)).join(""),
  trend: trendText,
  tune: tuneText,
};

/** For people. */
export const table: Format = {
  name: "table",
  renderer: (kind) => TEXTS[kind] ?? byRows(kind, columns),
};

/** What people see of a finding: the other formats print all of it. */
async function* findingRows({ batches, with_exceptions }: FindingStream): RecordBatches {
  for await (const batch of batches) yield batch.map((one) => findingRow(one, with_exceptions));
}

function findingRow(one: FindingRecord, withExceptions: boolean): OutputRecord {
  const { status, severity, control_id, account_id, subject_arn, reason, exception } = one;
  const head = { status, severity, control_id, account_id, subject_arn };
  if (!withExceptions) return { ...head, reason };
  // Who accepted it stands before the long text.
  return { ...head, excepted_by: exception?.id ?? null, until: exception?.expires ?? null, reason };
}

/** So many rows are measured for their widths at a time: a million rows need no memory, and still line up. */
const BLOCK = 1_000;

async function* columns(rows: Rows, { width }: View): AsyncGenerator<string> {
  let block: OutputRecord[] = [];
  let title = true;
  for await (const batch of batchesOf(rows)) {
    for (const record of batch) {
      block.push(record);
      if (block.length < BLOCK) continue;
      yield blockText(block, title, width);
      title = false;
      block = [];
    }
  }
  if (block.length > 0) yield blockText(block, title, width);
}

function blockText(block: readonly OutputRecord[], withTitle: boolean, width: number): string {
  const names = Object.keys(block[0] ?? {});
  const headings = names.map((name) => {
    const title = name.replaceAll("_", " ").toUpperCase();
    const isNumber = block.every(({ [name]: cell }) => typeof cell === "number" || cell === null);
    return isNumber ? number(title) : wrapped(title);
  });
  const text = grid(
    headings,
    block.map((record) => names.map((name) => cellText(record[name]))),
    width,
  );
  return `${withTitle ? text : text.slice(text.indexOf("\n") + 1)}\n`;
}
