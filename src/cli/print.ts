import type { OutputRecord, RecordFormat } from "../report/records.js";
import type { Context } from "./command.js";

/** Prints records in a format, as they come. */
export async function printRecords(
  format: RecordFormat,
  records: Iterable<OutputRecord> | AsyncIterable<OutputRecord>,
  context: Context,
): Promise<void> {
  for await (const piece of format(each(records))) await context.write(piece);
}

async function* each<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
}
