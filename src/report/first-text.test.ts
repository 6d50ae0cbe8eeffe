import { expect, test } from "vitest";
import type { FirstFixes } from "../model/results/audit.js";
import { firstText } from "./first-text.js";
import { AUDITED, PLAIN } from "./formats/test-render.js";

const around: FirstFixes["around"] = ["a", "b", "c", "d", "e", "f", "g"].map((id, index) => ({
  control_id: id,
  severity: index < 2 ? "critical" : "high",
  fail: 1000 * (index + 1),
  what: `Close what ${id} leaves open to everybody, in every Region, and look at who used it before.`,
}));
const text = (first: Partial<FirstFixes>) =>
  firstText(
    { first: { ...AUDITED.first, ...first }, prevalence: [], again: " --lake l" },
    { ...PLAIN, width: 80 },
  );

test("five lines of what lies around the users, the command for all, in 80 columns", () => {
  const lines = text({ around }).split("\n");
  expect(lines).toContain("No user calls for a fix.");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line.startsWith("      Close what"))).toHaveLength(5);
  expect(lines).toContain("  high      5,000  e");
  expect(lines.join(" ")).toContain("2 more controls of severity high or above fail.");
  expect(lines).toContain("  iamspect findings --severity critical,high --status fail --verbose --lake l");
});

test("without anything around the users nothing is said of it", () => {
  expect(text({ around: [] })).toBe("WHAT TO DO FIRST\nNothing fails.\n");
});
