import { describe, expect, test } from "vitest";
import { shareOf } from "../analyse/cohort/test-shares.js";
import { shareSchema } from "../model/share.js";
import { shareJson, sharesText, shareText } from "./share-text.js";

const exact = shareOf(
  [
    {
      fail: 1234,
      population: 5678,
      parameters: { max_idle_days: 91, scope: "all", tolerate: false },
      tiers: [{ older_than_days: 365, fail: 1111, population: 5555 }],
      labels: [{ id: "rotating", count: 42 }],
    },
    { control_id: "root-mfa", subject: "root_user", definition: "ba9876543210", parameters: {} },
  ],
  { accounts: 77, standalone_accounts: 6, users: 8765 },
);
const coarse = shareOf([{ fail: [1, 5], pass: [1006, 1010] }], { min_cell: 5, accounts: [1, 5] });

const view = (width: number, freshId = false) => ({ width, freshId });

/** Every value in a document, however deep; pairs as one. */
function leaves(value: unknown): unknown[] {
  if (Array.isArray(value) && typeof value[0] === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

/** A value as people read it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join("-");
  return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
}

describe("what is shown before a file is written", () => {
  test.each([
    ["exact", exact],
    ["coarse", coarse],
  ])("holds every value that the file will hold: %s", (_, share) => {
    const text = shareText(share, view(80));
    const values = leaves(JSON.parse(shareJson(share)));
    expect(values.length).toBeGreaterThan(15);
    expect(values.map(shown).filter((value) => !text.includes(value))).toEqual([]);
  });

  test("says what the counts are for", () => {
    expect(shareText(exact, view(100))).toContain(
      "Counts are exact: they are for people you trust with them.",
    );
    expect(shareText(coarse, view(100))).toContain("Counts are told only to within 5");
  });

  test("says what an id that is used only once cannot hide", () => {
    const flat = (text: string) => text.replace(/\s+/g, " ");
    const told = "can mostly tell by the counts which one is of the same organization";
    expect(flat(shareText(exact, view(80, true)))).toContain(told);
    expect(flat(sharesText([{ name: "o-1", share: coarse }], view(80, true)))).toContain(told);
    expect(flat(shareText(exact, view(80)))).not.toContain(told);
  });

  test("of many files, names the first of them, and what they stand for here", () => {
    const text = sharesText(
      [
        { name: "o-a1b2c3d4e5", share: exact },
        { name: "", share: coarse },
        { name: "o-3", share: exact },
      ],
      view(200),
      2,
    );
    expect(text).toMatch(/o-a1b2c3d4e5 +0123456789abcdef0123456789abcdef +2026-11 +77 +8,765 +2/);
    expect(text).toMatch(/\(not known\) .* 1-5 +10 +1\n\.\.\. and 1 more/);
    expect(text).not.toContain("o-3");
  });

  test.each([80, 200])("fits a terminal of %i columns, with every value of the file", (width) => {
    const big: [number, number] = [12_345_001, 12_345_999];
    const share = shareOf(
      [
        {
          control_id: "user-privilege-escalation",
          fail: big,
          pass: big,
          unknown: big,
          not_applicable: big,
          population: big,
        },
      ],
      { min_cell: 999 },
    );
    const text = shareText(share, view(width));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text.match(/12,345,001-/g)).toHaveLength(5);
    const list = sharesText([{ name: "o-a1b2c3d4e5", share }], view(width));
    expect(Math.max(...list.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  test("disarms what an organization is called", () => {
    expect(sharesText([{ name: "o-\u001b[31m", share: exact }], view(80))).not.toContain("\u001b");
  });
});

describe("the file", () => {
  test("is what was shared, as JSON, a control a line", () => {
    for (const share of [exact, coarse, shareOf([])]) {
      expect(shareSchema.parse(JSON.parse(shareJson(share)))).toEqual(share);
    }
    expect(
      shareJson(exact)
        .split("\n")
        .filter((line) => line.includes("control_id")),
    ).toHaveLength(2);
  });
});
