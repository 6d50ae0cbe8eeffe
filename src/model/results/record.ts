/** A value of a row; objects and arrays become JSON where a format has only cells. */
export type RecordValue = string | number | boolean | null | object;

/** One row of output, in the order of its columns. */
export type OutputRecord = Readonly<Record<string, RecordValue>>;

/** Rows batch by batch, so that a million of them need no memory. */
export type RecordBatches = AsyncIterable<readonly OutputRecord[]>;
