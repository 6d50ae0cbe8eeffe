/** A list, or the batches of one that may be long. */
type Batched<Row> = readonly Row[] | AsyncIterable<readonly Row[]>;

/** Characters of a piece: a write for each row costs more than to make the row. */
const PIECE = 1 << 16;

/** Rows in the batches that they come in. */
export async function* batchesOf<Row>(rows: Batched<Row>): AsyncGenerator<readonly Row[]> {
  if (Symbol.asyncIterator in rows) yield* rows;
  else yield rows;
}

/** The text of each row, put together into pieces of 64 KB. What was read before a fault is given before it is thrown. */
export async function* inPieces<Row>(rows: Batched<Row>, text: (row: Row) => string): AsyncGenerator<string> {
  let piece = "";
  try {
    for await (const batch of batchesOf(rows)) {
      for (const record of batch) {
        piece += text(record);
        if (piece.length < PIECE) continue;
        yield piece;
        piece = "";
      }
    }
  } catch (error) {
    yield piece;
    throw error;
  }
  yield piece;
}
