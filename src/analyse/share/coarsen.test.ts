import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, highest, lowest } from "../../model/cell.js";
import { coarsen, coarsePopulation, remainder } from "./coarsen.js";

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
const SIZES = [3, 4, 5, 7];

const counted = fc
  .record({ population: fc.integer({ min: 0, max: 100_000 }), size: fc.integer({ min: 3, max: 1000 }) })
  .chain((all) => fc.record({ ...fields(all), count: fc.integer({ min: 0, max: all.population }) }));
function fields(all: { population: number; size: number }) {
  return { population: fc.constant(all.population), size: fc.constant(all.size) };
}

test.each([
  [0, 23, 0],
  [1, 23, [1, 5]],
  [5, 23, [1, 5]],
  [6, 23, [6, 10]],
  [15, 23, [11, 15]],
  [16, 23, [16, 22]],
  [22, 23, [16, 22]],
  [23, 23, 23],
  [2, 6, [1, 5]],
  [0, 5, [0, 5]],
  [5, 5, [0, 5]],
  [0, 0, 0],
])("%i of %i is told to within five as %j", (count, population, cell) => {
  expect(coarsen(count, population, 5)).toEqual(cell);
});

test("populations of at most five are not told, none and larger ones are", () => {
  expect([0, 1, 5, 6, 12_478].map((count) => coarsePopulation(count, 5))).toEqual([
    0,
    [1, 5],
    [1, 5],
    6,
    12_478,
  ]);
});

test("the count lies in its interval, the interval in the population, and 1 to size - 1 are never told apart", () => {
  fc.assert(
    fc.property(counted, ({ count, population, size }) => {
      const cell = coarsen(count, population, size);
      expect(lowest(cell)).toBeLessThanOrEqual(count);
      expect(highest(cell)).toBeGreaterThanOrEqual(count);
      if (population > size) expect(highest(cell)).toBeLessThanOrEqual(population);
      if (count > 0 && count < size) {
        expect(lowest(cell)).toBeLessThanOrEqual(1);
        expect(highest(cell)).toBeGreaterThanOrEqual(size - 1);
      }
    }),
  );
});

test("nobody is told within less than size, but none and all", () => {
  for (const size of SIZES) {
    for (const population of range(size + 1, 60)) {
      for (const count of range(1, population - 1)) {
        const cell = coarsen(count, population, size);
        expect(highest(cell) - lowest(cell) + 1).toBeGreaterThanOrEqual(size);
      }
    }
  }
});

describe("what else is known of two counts of one population says nothing new", () => {
  test("a count that is not larger has an interval that is not higher: neither x = y nor x <= y narrows one", () => {
    fc.assert(
      fc.property(counted, fc.nat(), ({ count, population, size }, nat) => {
        const less = nat % (count + 1);
        const [cell, lower] = [coarsen(count, population, size), coarsen(less, population, size)];
        expect(lowest(lower)).toBeLessThanOrEqual(lowest(cell));
        expect(highest(lower)).toBeLessThanOrEqual(highest(cell));
      }),
    );
  });

  test("a small difference can still be anything from 1 to size - 1: x + y = z tells nothing of a small x", () => {
    for (const size of SIZES) {
      for (const population of range(size + 1, 45)) {
        const told = range(0, population).map((count) => JSON.stringify(coarsen(count, population, size)));
        const differences = new Map<string, Set<number>>();
        for (const [x, y, pair] of pairs(told)) {
          differences.set(pair, (differences.get(pair) ?? new Set()).add(y - x));
        }
        for (const [x, y, pair] of pairs(told)) {
          if (y - x === 0 || y - x >= size) continue;
          expect(range(1, size - 1).filter((value) => differences.get(pair)?.has(value) !== true)).toEqual(
            [],
          );
        }
      }
    }
  });

  /** All pairs of a smaller and a larger count, with what is told of both. */
  function pairs(told: readonly string[]): [number, number, string][] {
    return told.flatMap((one, x) =>
      told.slice(x).map((other, step): [number, number, string] => [x, x + step, `${one} ${other}`]),
    );
  }
});

test("what remains of a population lies in its bounds", () => {
  const inner = counted.chain((all) => fc.tuple(fc.constant(all), fc.integer({ min: 0, max: all.count })));
  fc.assert(
    fc.property(inner, ([{ count, population, size }, part]) => {
      const rest: Cell = remainder(coarsen(count, population, size), coarsen(part, population, size));
      expect(lowest(rest)).toBeLessThanOrEqual(count - part);
      expect(highest(rest)).toBeGreaterThanOrEqual(count - part);
      expect(lowest(rest)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect([remainder(9, 4), remainder([6, 10], [6, 10]), remainder(12, [6, 11])]).toEqual([5, [0, 4], [1, 6]]);
});
