import { expect, test } from "vitest";
import { RANK, SEVERITIES, STATUSES, severityAtLeast } from "./status.js";

test("fail outranks unknown, unknown outranks pass, pass outranks not_applicable", () => {
  const ranked = Object.entries(RANK).sort((a, b) => a[1] - b[1]);
  expect(ranked.map(([name]) => name)).toEqual(["not_applicable", "pass", "unknown", "fail"]);
});

test("the ranks are the places in the list, as the SQL of the runner relies on it", () => {
  for (const [index, status] of STATUSES.entries()) expect(RANK[status]).toBe(index);
});

test("a severity is at least as severe as itself and as those below, never as one above", () => {
  for (const [i, severity] of SEVERITIES.entries()) {
    for (const [j, limit] of SEVERITIES.entries()) expect(severityAtLeast(severity, limit)).toBe(i >= j);
  }
  expect(SEVERITIES.at(-1)).toBe("critical");
});
