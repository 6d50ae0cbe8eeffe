import pc from "picocolors";
import { describe, expect, test } from "vitest";
import type { ControlTrend, TrendPoint } from "../model/results/trend.js";
import { trendText } from "./trend-text.js";

const PLAIN = { paint: pc.createColors(false), width: 200 };
const point = (month: number, more: Partial<TrendPoint> = {}): TrendPoint => ({
  snapshot_id: `2026010${month}T000000Z-aaaaaa`,
  as_of: `2026-0${month}-01T00:00:00Z`,
  population: 2000,
  fail: 1000,
  unknown: 3,
  percent: 50,
  open: 1200 - 100 * month,
  open_unseen: 0,
  open_assumed: 0,
  new: 10,
  reopened: 1,
  first_known: 0,
  fixed: 50,
  evidence_changed: 0,
  ...more,
});
const control = (id: string, more: Partial<ControlTrend> = {}): ControlTrend => ({
  control_id: id,
  title: id,
  severity: "high",
  points: [point(1), point(2), point(3)],
  burn_down: {
    fixed_per_week: 15.5,
    came_per_week: 3.25,
    achieved_per_week: 12.25,
    needed_per_week: 30,
    projected: "2027-06-01",
    on_track: false,
  },
  time_to_fix: { fixed: 150, still_open: 900, median_days: [31, 59], p90_days: null },
  ...more,
});
const text = (controls: ControlTrend[], target?: string) => trendText({ controls, past: [], target }, PLAIN);

describe("several controls", () => {
  const shown = text(
    [control("user-unused"), control("root-mfa", { points: [point(1), point(2, { open: 0 })] })],
    "2026-12-31",
  );

  test("stand in a line each: the newest figures, what came and went in all, and the curve", () => {
    const line = shown.split("\n").find((one) => one.startsWith("user-unused"));
    expect(line?.split(/ {2,}/)).toEqual([
      "user-unused",
      ...["1,000", "2,000", "50.00 %", "3", "900", "30", "3", "150"],
      "█▇▇",
    ]);
  });

  test("the burn-down says what is needed and what is done", () => {
    expect(shown).toContain("NEEDED: a week, to have none left on 2026-12-31.");
    expect(shown).toMatch(/user-unused +900 +15\.5 +3\.3 +12\.3 +30\.0 +2027-06-01, too late/);
    expect(shown).toMatch(/root-mfa +0 .* none now/);
  });

  test("time to fix is a range, or longer than anybody looked", () => {
    expect(shown).toMatch(/user-unused +150 +900 +31 to 59 +longer than seen/);
  });
});

test("one control stands snapshot by snapshot", () => {
  const shown = text([control("user-unused")]);
  for (const id of ["20260101", "20260102", "20260103"])
    expect(shown).toMatch(new RegExp(`^${id}T000000Z-aaaaaa +1,000`, "m"));
  expect(shown).not.toContain("NEEDED");
});

test("what is assumed is open, is told apart, and is in no burn-down", () => {
  const points = [point(1), point(2, { open: 7, open_assumed: 5 }), point(3, { open: 2, open_assumed: 2 })];
  const shown = text([control("user-console-mfa", { points: points.slice(0, 2) })]);
  expect(shown).toContain("5 open findings are assumed to fail");
  expect(shown).toMatch(/^user-console-mfa +2 +15\.5/m);
  expect(text([control("user-console-mfa", { points })])).toMatch(/^user-console-mfa +0 .* none known now$/m);
  expect(text([control("user-console-mfa")])).not.toContain("assumed");
});

test("a backlog that does not shrink, or hardly", () => {
  const burning = (achieved_per_week: number) =>
    ({
      ...control("x").burn_down,
      projected: null,
      on_track: null,
      achieved_per_week,
    }) as ControlTrend["burn_down"];
  for (const rate of [-2, 0])
    expect(text([control("user-unused", { burn_down: burning(rate) })])).toContain("not at this rate");
  expect(text([control("user-unused", { burn_down: burning(0.1) })])).toContain("not within 10 years");
  expect(text([control("user-unused", { burn_down: null })])).toContain("there is no rate");
});

test.each([80, 200])("fits a terminal of %i columns, and says when in full", (width) => {
  const many = ["user-privilege-escalation", "user-unused-credential"].map((id) =>
    control(id, {
      points: Array.from({ length: 40 }, () =>
        point(1, { fail: 123_456, open: 1_234_567, population: 2_000_000 }),
      ),
      burn_down: {
        fixed_per_week: 1234.5,
        came_per_week: 1000,
        achieved_per_week: 234.5,
        needed_per_week: 12_345.6,
        projected: "2031-06-01",
        on_track: false,
      },
    }),
  );
  const shown = trendText({ controls: many, past: [], target: "2026-12-31" }, { ...PLAIN, width });
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(shown).toMatch(/user-unused-credential +1,234,567 .*234\.5 +12,345\.6 +2031-06-01, too late/);
  expect(shown.includes("CAME A WEEK")).toBe(width === 200);
});

describe("one snapshot", () => {
  const only = control("user-unused", { points: [point(3)], burn_down: null, time_to_fix: null });
  const months = [
    { month: "2024-11", began: 300, open: 300 },
    { month: "2026-01", began: 600, open: 900 },
  ];
  const past = (id: string) => ({ control_id: id, months, since_unknown: 100 });
  const caveat = /what was fixed before it is not in these figures/;

  test("of one control: month by month", () => {
    const shown = trendText({ controls: [only], past: [past("user-unused")], target: undefined }, PLAIN);
    expect(shown).toMatch(/^2024-11 +300 +300 +█{15}$/m);
    expect(shown).toMatch(/^2026-01 +600 +900 +█{45}$/m);
    expect(shown).toMatch(/^unknown +100$/m);
    expect(shown).toMatch(caveat);
  });

  test("of several: a line each over three years", () => {
    const shown = trendText(
      {
        controls: ["a", "b"].map((control_id) => ({ ...only, control_id })),
        past: [past("a"), past("b")],
        target: undefined,
      },
      PLAIN,
    );
    expect(shown).toContain("2023-02 TO 2026-01");
    expect(shown).toMatch(/^a +1,000 +2024-11 +100 +▁{21}▃{14}█$/m);
    expect(shown).toMatch(caveat);
  });
});
