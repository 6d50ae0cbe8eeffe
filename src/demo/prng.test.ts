import { expect, test } from "vitest";
import { Prng } from "./prng.js";

const draws = (label: string, count = 5) => {
  const prng = new Prng(label);
  return Array.from({ length: count }, () => prng.next());
};

test("a label gives the same numbers always, and these", () => {
  expect(draws("a")).toEqual(draws("a"));
  expect(draws("a", 3).map((number) => number.toFixed(6))).toEqual(["0.621686", "0.308223", "0.366861"]);
});

test("labels that differ in one character give different numbers", () => {
  expect(draws("users 1")).not.toEqual(draws("users 2"));
});

test("numbers lie in [0, 1) and fill it evenly", () => {
  const tenths = Array<number>(10).fill(0);
  for (const number of draws("even", 10_000)) {
    expect(number >= 0 && number < 1).toBe(true);
    const tenth = Math.floor(number * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  expect(Math.min(...tenths)).toBeGreaterThan(900);
  expect(Math.max(...tenths)).toBeLessThan(1_100);
});

test("shuffling keeps every item, moves most, and leaves the given list alone", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const shuffled = new Prng("shuffle").shuffled(items);
  expect(shuffled.toSorted((left, right) => left - right)).toEqual(items);
  expect(shuffled.filter((item, index) => item === index).length).toBeLessThan(10);
  expect(items[0]).toBe(0);
});

test("shuffling lets every item reach every place", () => {
  const prng = new Prng("places");
  const seen = new Set<string>();
  for (let run = 0; run < 500; run += 1) {
    prng.shuffled(["a", "b", "c"]).forEach((item, index) => {
      seen.add(item + index);
    });
  }
  expect(seen.size).toBe(9);
});

test("shuffles falsy items too", () => {
  const shuffled = new Prng("flags").shuffled([true, false, false, true, false]);
  expect(shuffled.filter(Boolean).length).toBe(2);
  expect(shuffled.length).toBe(5);
});

test("picking from nothing is a bug", () => {
  expect(() => new Prng("none").pick([])).toThrow("nothing to pick");
});

test("text has the length and the alphabet that were asked for", () => {
  expect(new Prng("text").text(40, "xyz")).toMatch(/^[xyz]{40}$/);
});

test("below and chance keep to their limits", () => {
  const prng = new Prng("limits");
  const numbers = new Set(Array.from({ length: 200 }, () => prng.below(3)));
  expect([...numbers].sort()).toEqual([0, 1, 2]);
  expect(prng.chance(0)).toBe(false);
  expect(prng.chance(1)).toBe(true);
});
