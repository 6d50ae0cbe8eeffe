/** A count: exact, or, where it was suppressed, the lowest and the highest that it can be. */
export type Cell = number | [low: number, high: number];

/** The lowest that a count can be. */
export function lowest(cell: Cell): number {
  return typeof cell === "number" ? cell : cell[0];
}

/** The highest that a count can be. */
export function highest(cell: Cell): number {
  return typeof cell === "number" ? cell : cell[1];
}

/** A count between two ends; exact where they are the same. */
export function cellOf(low: number, high: number): Cell {
  return low === high ? low : [low, high];
}
