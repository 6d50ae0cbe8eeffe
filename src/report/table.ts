import { grid } from "./grid.js";
import { cellText, type OutputRecord, type RecordFormat } from "./records.js";

/** So many rows are measured for their widths at a time: a million rows need no memory, and still line up. */
const BATCH = 1_000;

/** Columns for people. */
export const table: RecordFormat = async function* (records) {
  let batch: OutputRecord[] = [];
  let title = true;
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield block(batch, title);
    title = false;
    batch = [];
  }
  if (batch.length > 0) yield block(batch, title);
};

function block(batch: readonly OutputRecord[], withTitle: boolean): string {
  const names = Object.keys(batch[0] ?? {});
  const columns = names.map((name) => ({
    title: name.replaceAll("_", " ").toUpperCase(),
    align: batch.every((record) => typeof record[name] === "number" || record[name] === null)
      ? ("right" as const)
      : ("left" as const),
  }));
  const text = grid(
    columns,
    batch.map((record) => names.map((name) => cellText(record[name]))),
  );
  return `${withTitle ? text : text.slice(text.indexOf("\n") + 1)}\n`;
}
