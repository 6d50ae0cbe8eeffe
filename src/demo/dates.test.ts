import { expect, test } from "vitest";
import { AS_OF, ageOf, ageOfDate, isClear, pickAge, recordedSignIn, timeAtAge } from "./dates.js";
import { Prng } from "./prng.js";

const BOUNDARIES = [0, 1, 7, 30, 45, 90, 365, 1825];

function ages(youngest: number, oldest: number, shape?: "recent"): (number | undefined)[] {
  const prng = new Prng(`ages ${youngest} ${oldest}`);
  return Array.from({ length: 2_000 }, () => pickAge(prng, youngest, oldest, shape));
}

test("the audit was on 24 January 2021", () => {
  expect(new Date(AS_OF * 1000).toISOString()).toBe("2021-01-24T00:00:00.000Z");
  expect(timeAtAge(1)).toBe(AS_OF - 86_400);
  expect(ageOf(timeAtAge(12.5))).toBe(12.5);
  expect(ageOfDate("2021-01-14T00:00:00Z")).toBe(10);
});

test("ages lie in the range, clear of every boundary, and reach all parts of it", () => {
  const drawn = ages(0, 3400).map((age) => age ?? Number.NaN);
  for (const age of drawn) {
    expect(age >= 0 && age <= 3400).toBe(true);
    expect(age >= 0.3 && BOUNDARIES.every((day) => Math.abs(age - day) > 0.0199)).toBe(true);
    expect(isClear(age)).toBe(true);
  }
  expect(drawn.some((age) => age < 45)).toBe(true);
  expect(drawn.some((age) => age > 3300)).toBe(true);
});

test("the limits of a tier are boundaries themselves", () => {
  for (const age of ages(90, 365)) expect(age !== undefined && age >= 90.02 && age <= 364.98).toBe(true);
  expect([89.98, 90, 90.01, 90.02].map(isClear)).toEqual([true, false, false, true]);
});

test("recent ages are younger", () => {
  const median = (all: (number | undefined)[]) =>
    all.map((age) => age ?? 0).sort((a, b) => a - b)[1_000] ?? 0;
  expect(median(ages(0, 3000, "recent"))).toBeLessThan(900);
  expect(median(ages(0, 3000))).toBeGreaterThan(1_300);
});

test.each([
  [89.99, 90.01],
  [90, 90.02],
  [0, 0.2],
  [100, 99],
  [50, 50],
])("no age between %d and %d is clear", (youngest, oldest) => {
  expect(pickAge(new Prng("none"), youngest, oldest)).toBeUndefined();
});

test("a sign-in that AWS did not record is moved past the gap of May 2018; others stay", () => {
  const moved = (date: string) => {
    const time = recordedSignIn(Date.parse(date) / 1000) ?? Number.NaN;
    return new Date(time * 1000).toISOString().slice(0, 16);
  };
  expect(moved("2018-05-04T05:49:00Z")).toBe("2018-05-04T05:49");
  expect(moved("2018-05-04T05:51:00Z")).toBe("2018-05-25T05:51");
  expect(moved("2018-05-23T21:07:00Z")).toBe("2018-06-13T21:07");
  expect(moved("2018-05-23T21:09:00Z")).toBe("2018-05-23T21:09");
  expect(recordedSignIn(undefined)).toBeUndefined();
});
