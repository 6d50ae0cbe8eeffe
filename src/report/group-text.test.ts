import { describe, expect, test } from "vitest";
import { judged, type Parts, prevalenceOf } from "../analyse/share/test-prevalence.js";
import type { AuditedPrevalence, GroupKind } from "../model/results/audit.js";
import { PLAIN } from "./formats/test-render.js";
import { groupText } from "./group-text.js";

const control = judged("user-unused");
const row = (parts: Partial<Parts>): AuditedPrevalence => ({
  ...prevalenceOf(control, { failing: [0, 0, 0], unknown: 0, pass: 0, notApplicable: 0, ...parts }),
  excepted: 0,
  excepted_assumed: 0,
});
const text = (kind: GroupKind, groups: [string, AuditedPrevalence[]][]) =>
  groupText(
    kind,
    groups.map(([group, prevalence]) => ({ group, name: null, prevalence })),
    PLAIN,
  );
const lines = (kind: GroupKind, groups: [string, AuditedPrevalence[]][]) =>
  text(kind, groups)
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));

describe("a row a group", () => {
  test("the worst first, those alike by name; what is unknown beside what fails", () => {
    expect(
      lines("account", [
        ["2", [row({ failing: [1, 0, 0], pass: 3 })]],
        ["1", [row({ failing: [0, 0, 1], pass: 1 })]],
        ["3", [row({ failing: [1000, 200, 34], unknown: 7 })]],
        ["", [row({ pass: 5 })]],
      ]),
    ).toEqual([
      ["ACCOUNT", "USERS", "FAILING", "A"],
      ["3", "1,241", "1,234", "1,234 (7?)"],
      ["1", "2", "1", "1"],
      ["2", "4", "1", "1"],
      ["(not known)", "5", "0", "0"],
      ["A user-unused"],
    ]);
  });

  test("years in their order, however many fail in them", () => {
    const years = lines("year", [
      ["2009 or before", [row({ pass: 1 })]],
      ["2011", [row({ failing: [1, 0, 0] })]],
      ["2012", [row({ failing: [9, 0, 0] })]],
      ["unknown", [row({ unknown: 2 })]],
    ]);
    expect(years.slice(0, -1).map(([name]) => name)).toEqual([
      "YEAR",
      "2009 or before",
      "2011",
      "2012",
      "unknown",
    ]);
    expect(years.at(-2)).toEqual(["unknown", "2", "0", "0 (2?)"]);
  });

  test("names are disarmed", () => {
    expect(text("ou", [["/\u001b[31m", [row({})]]])).not.toContain("\u001b");
  });

  test("without groups there is only the head", () => {
    expect(lines("year", [])).toEqual([["YEAR", "USERS", "FAILING"]]);
  });

  test("twenty of them, and no more controls than fit; the rest is said", () => {
    const groups = Array.from({ length: 25 }, (_, n) => ({
      group: String(100 + n),
      name: `acct ${n}`,
      prevalence: Array.from({ length: 30 }, (_, control) => ({
        ...row({ failing: [n + control, 0, 0] }),
        control_id: `user-${control}`,
      })),
    }));
    const shown = groupText("account", groups, { ...PLAIN, width: 80 })
      .trim()
      .split("\n");
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(80);
    expect(shown.filter((line) => /^1\d\d /.test(line)).length).toBe(20);
    expect(shown[1]).toContain("acct 24");
    expect(shown.at(-1)).toBe("5 more groups, 25 more controls: --format csv has all of them.");
    expect(groupText("account", groups, { ...PLAIN, all: true })).toContain("acct 0");
  });
});
