import { type Cell, cellText, type RecordFormat } from "./records.js";

/**
 * RFC 4180 with a header. IAM names may begin with = + - @, which a spreadsheet takes for a formula:
 * text that begins so gets an apostrophe in front.
 */
export const csv: RecordFormat = async function* (records) {
  let first = true;
  for await (const record of records) {
    if (first) yield `${Object.keys(record).map(csvCell).join(",")}\n`;
    first = false;
    yield `${Object.values(record).map(csvCell).join(",")}\n`;
  }
};

function csvCell(value: Cell): string {
  const text = cellText(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
