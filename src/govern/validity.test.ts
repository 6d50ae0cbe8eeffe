import { expect, test } from "vitest";
import { parseAuditTime } from "../model/time.js";
import { daysUntil, validityAt } from "./validity.js";

const DAYS = { created: "2026-11-01", expires: "2026-11-23" };

test.each([
  ["2026-10-31T23:59:59Z", "not_yet_valid"],
  ["2026-11-01T00:00:00Z", "valid"],
  ["2026-11-23T00:00:00Z", "valid"],
  ["2026-11-23T23:59:59Z", "valid"],
  ["2026-11-24T00:00:00Z", "expired"],
  // Days are those of UTC, wherever the audit was made.
  ["2026-11-24T01:00:00+02:00", "valid"],
])("at %s an exception from 1 to 23 November is %s", (time, expected) => {
  expect(validityAt(DAYS, parseAuditTime(time))).toBe(expected);
});

test("without a first day it has always held", () => {
  expect(validityAt({ expires: "2026-11-23" }, parseAuditTime("1999-01-01"))).toBe("valid");
  expect(validityAt({ expires: "2026-11-23" }, parseAuditTime("2026-11-24"))).toBe("expired");
});

test.each([
  ["2026-11-24", 1],
  ["2026-11-23", 0],
  ["2026-11-22", -1],
  ["2028-03-01", 464],
])("from 2026-11-23 it is so many days until %s: %i", (day, expected) => {
  expect(daysUntil(day, parseAuditTime("2026-11-23T23:59:59Z"))).toBe(expected);
});
