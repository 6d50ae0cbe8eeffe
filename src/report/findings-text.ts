import { counted } from "../model/listed.js";
import type { FindingStream, ListedFinding } from "../model/results/findings.js";
import { commandText } from "./command-text.js";
import { frameworksText } from "./finding-cells.js";
import { hangingText } from "./fit-lines.js";
import type { View } from "./formats/format.js";
import { type GridColumn, grid, wrapped } from "./grid.js";
import type { Paint } from "./paint.js";
import { plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** So many findings are laid out at a time: a million need no memory, and still line up. */
const BLOCK = 1_000;

/** Findings for people: a heading for those of one control that have the same verdict, and a row each. */
export async function* findingsText({ batches, more }: FindingStream, view: View): AsyncGenerator<string> {
  let block: ListedFinding[] = [];
  let shown: string | undefined;
  const flush = () => {
    const text = blockText(block, shown, view);
    shown = keyOf(block[0]);
    block = [];
    return text;
  };
  for await (const batch of batches) {
    for (const one of batch) {
      if (block.length > 0 && (block.length === BLOCK || keyOf(one) !== keyOf(block[0]))) yield flush();
      block.push(one);
    }
  }
  if (block.length > 0) yield flush();
  else if (shown === undefined) yield `${view.paint.dim("No finding fits.")}\n`;
  const left = await more();
  if (left > 0) yield `\n${wrapText(`${counted(left, "more finding")}. ${NARROW}`, view.width)}\n`;
}

const NARROW =
  "Say --limit N for more, or narrow them: --severity, --account, --owner, --control. Piped into a file or a program all are printed.";

function keyOf(one: ListedFinding | undefined): string | undefined {
  return one && `${one.severity} ${one.status} ${one.control_id}`;
}

/** `before`: what the block before this one was about; a block that goes on has no heading. */
function blockText(block: readonly ListedFinding[], before: string | undefined, view: View): string {
  const [first] = block;
  if (first === undefined) return "";
  const goesOn = keyOf(first) === before;
  const heading = goesOn ? "" : `${before === undefined ? "" : "\n"}${headingText(first, view)}\n`;
  if (view.verbose) return heading + block.map((one) => `${detailText(one, view)}\n`).join("");
  const rows = rowsText(block, view);
  return `${heading}${goesOn ? rows.slice(rows.indexOf("\n") + 1) : rows}\n`;
}

function headingText(
  { severity, status, control_id: id, title }: ListedFinding,
  { paint, width }: View,
): string {
  const verdict = `${severity} ${status.replaceAll("_", " ")}`;
  const text = wrapText(`${verdict}  ${plainText(id)}: ${plainText(title)}`, width, "  ");
  return verdictPaint(status, paint)(verdict) + paint.bold(text.slice(verdict.length));
}

/** The colour of a verdict. */
export function verdictPaint(status: string, paint: Paint): (text: string) => string {
  const colours: Record<string, (text: string) => string> = {
    fail: paint.red,
    unknown: paint.yellow,
    pass: paint.green,
  };
  return colours[status] ?? paint.dim;
}

/** A column, and from which width of the terminal on it is shown. */
type FindingColumn = readonly [from: number, column: GridColumn, cell: (one: ListedFinding) => string];

const COLUMNS: readonly FindingColumn[] = [
  [0, { title: "  ACCOUNT" }, (one) => `  ${one.account_id}`],
  [150, { title: "ACCOUNT NAME", spare: 2 }, (one) => one.account_name ?? ""],
  [170, { title: "OWNER", spare: 3 }, (one) => one.owner ?? ""],
  [110, { title: "SINCE", spare: 1 }, (one) => one.since?.slice(0, 10) ?? ""],
  [190, { title: "SUBJECT", spare: 4 }, (one) => (one.subject_kind === "account" ? "" : one.subject_arn)],
  [0, wrapped("WHY"), (one) => one.reason + exceptionText(one)],
];

function rowsText(block: readonly ListedFinding[], { width }: View): string {
  const columns = COLUMNS.filter(([from, , cell]) => width >= from && block.some((one) => cell(one) !== ""));
  return grid(
    columns.map(([, column]) => column),
    block.map((one) => columns.map(([, , cell]) => cell(one))),
    width,
  );
}

/** Who accepted what fails, and until when. */
export function exceptionText({ exception }: Pick<ListedFinding, "exception">): string {
  if (exception === undefined || exception === null) return "";
  const { id, owner, expires } = exception;
  return ` Excepted by ${owner} until ${expires} (${id}).`;
}

/** Everything about one finding. */
function detailText(one: ListedFinding, { paint, width }: View): string {
  const { account_id: id, account_name: name, remediation, exception_command: accept } = one;
  const known: readonly (readonly [string, string | null])[] = [
    ["subject", one.subject_kind === "account" ? null : one.subject_arn],
    ["account", name === null ? id : `${id} ${name}`],
    ["OU", one.ou_path],
    ["owner", one.owner],
    ["failing since", one.since],
    ["key", one.credential_id],
    ["frameworks", frameworksText(one.frameworks)],
    ["fix", one.status === "fail" ? remediation.console : null],
  ];
  const facts = known.flatMap(([label, value]) =>
    value === null || value === "" ? [] : [factText(label, hangingText(plainText(value), width, FACT))],
  );
  const commands = [
    factText("command", commandText(remediation.cli, width - FACT.length, FACT)),
    ...(accept === null ? [] : [factText("accept it", commandText(accept, width - FACT.length, FACT))]),
  ];
  const why = hangingText(plainText(one.reason + exceptionText(one)), width, "  ");
  return [`  ${paint.bold(why)}`, ...facts, ...(one.status === "fail" ? commands : [])].join("\n");
}

const FACT = " ".repeat(19);

function factText(label: string, value: string): string {
  return `    ${label.padEnd(15)}${value}`;
}
