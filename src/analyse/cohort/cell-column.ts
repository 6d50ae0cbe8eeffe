import { type Cell, cellOf, highest, lowest } from "../../model/cell.js";

/** One count of many organizations: ten thousand files need little memory, and sums are fast. */
export class CellColumn {
  readonly low: number[] = [];
  readonly high: number[] = [];

  push(cell: Cell): void {
    this.low.push(lowest(cell));
    this.high.push(highest(cell));
  }

  /** The rows of these numbers. */
  pick(rows: readonly number[]): CellColumn {
    const picked = new CellColumn();
    for (const row of rows) picked.push([this.low[row] ?? 0, this.high[row] ?? 0]);
    return picked;
  }

  sum(): Cell {
    return cellOf(total(this.low), total(this.high));
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
