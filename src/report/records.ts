/** One row of output, in the order of its columns. Objects and arrays become JSON where a format has only cells. */
export type Cell = string | number | boolean | null | object;
export type OutputRecord = Readonly<Record<string, Cell>>;

/** A format turns records into text, piece by piece, so that a million of them need no memory. */
export type RecordFormat = (records: AsyncIterable<OutputRecord>) => AsyncIterable<string>;

export function cellText(value: Cell | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
