import type { RecordFormat } from "./records.js";

/** One JSON object a line. */
export const ndjson: RecordFormat = async function* (records) {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
};
