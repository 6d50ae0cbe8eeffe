import { expect, test } from "vitest";
import { timeText } from "./time-text.js";

test.each([0, 59, 60, 3_599, 3_600, 86_399, 86_400, 951_826_000, 1_583_020_799, 1_611_446_400])(
  "%d is written as Date writes it",
  (time) => {
    const expected = new Date(time * 1000).toISOString().slice(0, 19);
    expect(timeText(time, "Z")).toBe(`${expected}Z`);
    expect(timeText(time)).toBe(`${expected}+00:00`);
  },
);
