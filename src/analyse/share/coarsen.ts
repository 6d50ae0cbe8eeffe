import { type Cell, cellOf, highest, lowest } from "../../model/cell.js";

/**
 * A count told only to within `size`, by a grid that depends on nothing but `population` and `size`: 0 and the whole
 * population are told as they are, what lies between in intervals of `size` counts from 1 up, of which the last one
 * takes what is left over. Of a population of at most `size` nothing is told.
 *
 * Two properties make it safe, whatever else is known of how counts belong together (docs/share.md):
 * a count that is not larger than another gets an interval that is not higher in either end, so that no inequality and
 * no equality between two counts narrows one of them; and the difference of two counts, where it is less than `size`,
 * can still be anything from 1 to `size - 1`.
 */
export function coarsen(count: number, population: number, size: number): Cell {
  if (population === 0) return 0;
  if (population <= size) return [0, size];
  if (count === 0 || count === population) return count;
  const last = Math.floor((population - 1) / size) - 1;
  const step = Math.min(Math.floor((count - 1) / size), last);
  const high = step === last ? population - 1 : (step + 1) * size;
  return cellOf(1 + step * size, high);
}

/** A population told by the same rule: none and more than `size` exactly. */
export function coarsePopulation(population: number, size: number): Cell {
  return population > 0 && population <= size ? [1, size] : population;
}

/** What is known of `outer - inner`, where `inner` is a part of `outer` and only the two cells are known. */
export function remainder(outer: Cell, inner: Cell): Cell {
  return cellOf(Math.max(0, lowest(outer) - highest(inner)), highest(outer) - lowest(inner));
}
