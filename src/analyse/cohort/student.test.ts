import { expect, test } from "vitest";
import { Z95 } from "../wilson.js";
import { student95 } from "./student.js";

// Any table of Student's distribution, two-sided 5 %.
test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [10, 2.228],
  [30, 2.042],
  [120, 1.98],
])("%i degrees of freedom: %f", (freedom, point) => {
  expect(Math.abs(student95(freedom) / point - 1)).toBeLessThan(0.002);
});

test("it falls towards the normal point", () => {
  const points = Array.from({ length: 500 }, (_, index) => student95(index + 1));
  expect(points.every((point, index) => index === 0 || point < (points[index - 1] ?? 0))).toBe(true);
  expect(student95(1e9)).toBeCloseTo(Z95, 6);
});
