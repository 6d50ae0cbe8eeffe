import { expect, test } from "vitest";
import { Cohort } from "../analyse/cohort/cohort.js";
import { idOf, shareOf } from "../analyse/cohort/test-shares.js";
import type { Published } from "../model/results/prevalence.js";
import type { Share } from "../model/share.js";
import { cohortText } from "./cohort-text.js";
import type { Paint } from "./paint.js";

const same = (text: string) => text;
const plain: Paint = { bold: same, dim: same, red: same, yellow: same, green: same };

function textOf(shares: readonly Share[], published: Published | null = null, width = 200): string {
  const cohort = new Cohort();
  const all = new Set(shares.map((share) => cohort.add(share)));
  const known = { title: null, severity: null, published };
  const controls = cohort.figures(all).map((figure) => ({ ...figure, ...known }));
  return cohortText({ ...cohort.head(all), not_counted: [], controls }, { paint: plain, width });
}

test("one organization has a percentage, and no interval over organizations", () => {
  const [head = "", , title = "", row = ""] = textOf([shareOf([{}])]).split("\n");
  expect(head).toBe(
    "iamspect cohort  organizations and standalone accounts: 1 (standalone: 0), accounts: 1, IAM users: 10  2026-11",
  );
  expect(title.trim().split(/ {2,}/)).toEqual([
    "CONTROL",
    "ORGS",
    "FAIL",
    "OF",
    "PERCENT",
    "95 % OVER ORGS",
    "OVER SUBJECTS",
    "Q1",
    "MEDIAN",
    "Q3",
    "PUBLISHED",
  ]);
  expect(row.trim().split(/ {2,}/)).toEqual([
    "user-unused",
    "1",
    "3",
    "10",
    "30.00 %",
    "-",
    "10.78-60.32 %",
    "30.00 %",
    "30.00 %",
    "30.00 %",
  ]);
});

test("a control without subjects has no figures, but a row", () => {
  const none = { fail: 0, pass: 0, unknown: 0, not_applicable: 0, population: 0 };
  expect(textOf([shareOf([none])])).toMatch(/user-unused +1 +0 +0 +- +- +- +- +- +-$/m);
});

test("ranges, tiers and labels have rows of their own", () => {
  const text = textOf([
    shareOf(
      [
        {
          fail: [1001, 1005],
          population: 5000,
          pass: [3990, 3996],
          tiers: [{ older_than_days: 1825, fail: [1, 5], population: 5000 }],
          labels: [{ id: "rotating", count: [0, 5000] }],
        },
      ],
      { min_cell: 5 },
    ),
  ]);
  expect(text).toMatch(/user-unused +1 +1,001-1,005 +5,000 +20\.02-20\.10 %/);
  expect(text).toMatch(/ {2}older than 1,825 days +1-5 +5,000 +0\.02-0\.10 %/);
  expect(text).toMatch(/ {2}rotating +0-5,000/);
  expect(text).toContain("1 of the files tells counts only to within some number");
});

test("published figures stand beside the control and the tier they were counted of", () => {
  const text = textOf([shareOf([{ tiers: [{ older_than_days: 90, fail: 2, population: 10 }] }])], {
    source: "a-source",
    publisher: "somebody",
    notes: [],
    definition: "the same",
    numerator: 6211,
    denominator: 12_478,
    percent: 49.78,
    percent_above: null,
    tiers: [{ older_than_days: 90, numerator: 5000, denominator: 12_478, percent: 40.07 }],
  });
  expect(text).toMatch(/user-unused .* 6,211 \/ 12,478$/m);
  expect(text).toMatch(/older than 90 days .* 5,000 \/ 12,478$/m);
  expect(text).toContain("Published: a-source, by the same definitions.");
});

test("files of several months and versions are said to be so", () => {
  const text = textOf([
    shareOf([{}], { organization: idOf(1), month: "2026-09" }),
    shareOf([{}], { organization: idOf(2), tool_version: "0.2.0" }),
  ]);
  expect(text).toContain("2026-09 to 2026-11");
  expect(text).toContain("The files are of 2 months: 2026-09, 2026-11.");
  expect(text).toContain("They were made by iamspect 0.1.0, 0.2.0");
});

test.each([80, 200])("fits a terminal of %i columns", (width) => {
  const big = {
    control_id: "user-privilege-escalation",
    fail: [10_001, 10_005] as [number, number],
    population: 500_000,
    pass: [489_990, 489_996] as [number, number],
    tiers: [{ older_than_days: 1825, fail: 9000, population: 500_000 }],
  };
  const shown = textOf([shareOf([big, { definition: "fedcba987654" }], { min_cell: 5 })], null, width);
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(shown).toMatch(/PERCENT +95 % OVER ORGS/);
  expect(shown.includes("OVER SUBJECTS  ")).toBe(width === 200);
});
