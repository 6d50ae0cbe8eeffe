import { expect, test } from "vitest";
import { judged, prevalenceOf } from "../analyse/share/test-prevalence.js";
import { isFinding } from "./audit-exit.js";

const counted = (fail: number, assumed: number, excepted = 0, excepted_assumed = 0) => ({
  ...prevalenceOf(judged("user-console-mfa"), { failing: [fail], unknown: 0, pass: 0, notApplicable: 0 }),
  assumed,
  excepted,
  excepted_assumed,
});
const asked = { failOn: "high", countExcepted: false, exceptAssumed: false, requireComplete: false } as const;

test("a failing subject counts, unless it is excepted", () => {
  expect(isFinding(counted(2, 0, 1), asked)).toBe(true);
  expect(isFinding(counted(2, 0, 2), asked)).toBe(false);
  expect(isFinding(counted(2, 0, 2), { ...asked, countExcepted: true })).toBe(true);
  expect(isFinding(counted(2, 0), { ...asked, failOn: "critical" })).toBe(false);
  expect(isFinding(counted(2, 0), { ...asked, failOn: undefined })).toBe(false);
});

test("what is only assumed to fail does not count on request; one that is excepted too is not taken away twice", () => {
  const without = { ...asked, exceptAssumed: true };
  expect(isFinding(counted(3, 3), asked)).toBe(true);
  expect(isFinding(counted(3, 3), without)).toBe(false);
  expect(isFinding(counted(3, 2), without)).toBe(true);
  expect(isFinding(counted(3, 2, 2, 2), without)).toBe(true);
  expect(isFinding(counted(3, 2, 1, 0), without)).toBe(false);
  expect(isFinding(counted(3, 2, 3, 2), { ...without, countExcepted: true })).toBe(true);
});
