import type { RecordFormat } from "./records.js";

/** One JSON array. */
export const json: RecordFormat = async function* (records) {
  let first = true;
  for await (const record of records) {
    yield `${first ? "[" : ","}\n  ${JSON.stringify(record)}`;
    first = false;
  }
  yield first ? "[]\n" : "\n]\n";
};
