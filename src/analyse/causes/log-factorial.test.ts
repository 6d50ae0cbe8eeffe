import { expect, test } from "vitest";
import { logChoose, logFactorial } from "./log-factorial.js";

test("is the sum of the logarithms, where it is looked up and where it is reckoned", () => {
  let sum = 0;
  for (let n = 0; n <= 2000; n += 1) {
    if (n > 1) sum += Math.log(n);
    expect(Math.abs(logFactorial(n) - sum)).toBeLessThan(1e-9);
  }
});

test("ways to choose", () => {
  expect(Math.exp(logChoose(5, 2))).toBeCloseTo(10, 9);
  expect(logChoose(1_000_000, 0)).toBe(0);
  expect(logChoose(1_000_000, 1)).toBeCloseTo(Math.log(1_000_000), 6);
  expect(logChoose(3, 4)).toBe(Number.NEGATIVE_INFINITY);
});
