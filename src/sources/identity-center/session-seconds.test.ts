import { expect, test } from "vitest";
import { parseDuration } from "./session-seconds.js";

test.each([
  ["PT1H", 3_600],
  ["PT8H30M", 30_600],
  ["PT90M", 5_400],
  ["PT3600S", 3_600],
  ["PT0.5S", 0],
  ["P1DT1H", 90_000],
  ["P1W", 604_800],
])("%s is %d seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(["", "P", "PT", "1H", "P1M", "P1Y", "PT1H1", "-PT1H", "PT1H\nPT2H", "PT99999999999H"])(
  "%j is no duration",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
