import type { RecordValue } from "../../model/results/record.js";
import { findingCells } from "../finding-cells.js";
import { plainText } from "../text.js";
import { valueText } from "../value-text.js";
import type { Format, Renderers } from "./format.js";
import { inPieces } from "./pieces.js";
import { byRows, type Rows } from "./rows.js";

/** Results whose rows hold more than cells. */
const FLAT: Renderers = {
  findings: ({ batches }) => lines(findingCells(batches)),
};

/** RFC 4180 with a header. For spreadsheets: a cell holds a value, or text that a person reads, and never JSON. */
export const csv: Format = { name: "csv", renderer: (kind) => FLAT[kind] ?? byRows(kind, lines) };

function lines(rows: Rows): AsyncIterable<string> {
  let names: readonly string[] | undefined;
  return inPieces(rows, (record) => {
    const header = names === undefined ? line(Object.keys(record)) : "";
    names ??= Object.keys(record);
    // A cell stands under its name, whatever order or members a later record has.
    return header + line(names.map((name) => record[name] ?? null));
  });
}

function line(cells: readonly RecordValue[]): string {
  return `${cells.map(csvCell).join(",")}\n`;
}

/** What a spreadsheet takes for a formula: the full-width signs too, and what blanks stand before, which it may strip. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\n]/;

/**
 * IAM names may begin with = + - @, which a spreadsheet takes for a formula: such text gets an apostrophe in front. What is
 * invisible is shown, as in tables; lines and tabs stay, for a cell may hold them.
 */
function csvCell(value: RecordValue): string {
  const text = valueText(value).replace(/[^\t\n]+/g, (part) => plainText(part));
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
