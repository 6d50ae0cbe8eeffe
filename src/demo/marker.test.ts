import { expect, test } from "vitest";
import { COHORT_VERSION, markerText, parseMarker } from "./marker.js";

test("the marker tells format, generator, cohort version and audit time", () => {
  expect(JSON.parse(markerText())).toEqual({
    version: 1,
    generator: "iamspect demo",
    cohort_version: COHORT_VERSION,
    as_of: "2021-01-24T00:00:00Z",
    variant: "plain",
  });
  expect(parseMarker(markerText())?.cohort_version).toBe(COHORT_VERSION);
});

test("a marker of another cohort version is a marker", () => {
  const other = markerText().replace(/"cohort_version": \d+/, '"cohort_version": 77');
  expect(parseMarker(other)?.cohort_version).toBe(77);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  "{}",
  '{"name": "demo"}',
  markerText().replace("iamspect demo", "other demo"),
  markerText().replace('"version": 1', '"version": 2'),
  markerText().replace(/"cohort_version": \d+/, '"cohort_version": "1"'),
])("is no marker: %s", (text) => {
  expect(parseMarker(text)).toBeUndefined();
});
