import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { ControlTrend } from "../../model/results/trend.js";
import { formatTime, parseAuditTime } from "../../model/time.js";
import { openSince } from "./open-since.js";
import {
  keyUser,
  openTestHistory,
  type Rows,
  snapshotRows,
  type TestHistory,
  timeOfMonth,
} from "./test-history.js";
import { measureTrend } from "./trend.js";

let opened: TestHistory | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function trendOf(months: readonly Rows[], target?: string): Promise<ControlTrend> {
  opened = await openTestHistory(months);
  const figures = months.map(() => [
    { control_id: "user-key-rotation", population: 4, fail: 2, unknown: 1, percent: 50 },
  ]);
  const [trend] = await measureTrend(
    opened.history,
    figures,
    target === undefined ? undefined : parseAuditTime(target),
  );
  if (trend === undefined) throw new Error("there is no trend");
  return trend;
}

/** f: its key fails, c: it is off, u: it cannot be read, d: the user is deleted. */
function userIn(letter: string, name: string): Parameters<typeof snapshotRows>[0] {
  const row = keyUser(name);
  if (letter === "d") return [];
  if (letter === "c") return [{ ...row, access_key_1_active: false }];
  if (letter === "f") return [row];
  return [{ ...row, access_key_1_active: null, access_key_1_created_at: null, access_key_2_active: null }];
}

const NAMES = ["ann", "bob", "cho", "dan"];
/** Snapshots of users whose keys went like this. */
function months(...histories: readonly string[]): Rows[] {
  const count = histories[0]?.length ?? 0;
  return Array.from({ length: count }, (_, month) =>
    snapshotRows(histories.flatMap((letters, user) => userIn(letters[month] ?? "d", NAMES[user] ?? ""))),
  );
}

describe("a trend", () => {
  test("counts what came and went in each snapshot, once", async () => {
    const { points } = await trendOf(months("ffff", "ffcf", "fucc", "cffd"));
    expect(points.map((point) => [point.open, point.open_unseen])).toEqual([
      [3, 0],
      [4, 1],
      [2, 0],
      [2, 0],
    ]);
    const steps = points.map((point) => [point.first_known, point.new, point.reopened, point.fixed]);
    expect(steps).toEqual([
      [3, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 2],
      [0, 0, 1, 1],
    ]);
    expect(points[0]).toMatchObject({ population: 4, fail: 2, unknown: 1, percent: 50 });
    expect(points.map(({ as_of }) => as_of)).toEqual(
      [0, 1, 2, 3].map((month) => formatTime(timeOfMonth(month))),
    );
  });

  test("an account that is not there for a month brings and takes nothing", async () => {
    const other = "444455556666";
    const full = snapshotRows([keyUser("eve", {}, other)], { accounts: [other] });
    const { points } = await trendOf([full, months("f")[0] ?? full, full]);
    expect(
      points.map(({ open, open_unseen, fixed, first_known }) => [open, open_unseen, fixed, first_known]),
    ).toEqual([
      [1, 0, 0, 1],
      [2, 0, 0, 1],
      [2, 0, 0, 0],
    ]);
    expect(points.map((point) => point.new)).toEqual([0, 0, 0]);
  });

  test("tells rates, when it will be done, and how long findings stay", async () => {
    const weeks = 90 / 7;
    const { burn_down, time_to_fix } = await trendOf(months("ffff", "fccc", "ffcc"), "2026-05-01");
    expect(burn_down).toMatchObject({
      fixed_per_week: Math.round((100 * 2) / weeks) / 100,
      came_per_week: 0,
      // One more in 45 days.
      projected: "2026-05-16",
      on_track: false,
    });
    expect(time_to_fix).toEqual({ fixed: 2, still_open: 1, median_days: [30, 60], p90_days: null });
  });

  test("of one snapshot has neither", async () => {
    expect(await trendOf(months("f"))).toMatchObject({ burn_down: null, time_to_fix: null });
  });

  test("of any users adds up, and ends with what the last snapshot shows", async () => {
    const letters = fc.string({ unit: fc.constantFrom("f", "c", "u", "d"), minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(letters, letters, letters, async (...histories) => {
        const { points } = await trendOf(months(...histories));
        await opened?.close();
        opened = undefined;
        let open = 0;
        points.forEach((point, month) => {
          open += point.new + point.reopened + point.first_known - point.fixed;
          expect(point.open).toBe(open);
          const failing = histories.filter((one) => one[month] === "f").length;
          expect(point.open - point.open_unseen).toBe(failing);
        });
      }),
      { numRuns: 12 },
    );
  });
});

describe("what one snapshot tells of the past", () => {
  test("how many were open at the end of each month, of those that are now", async () => {
    const aged = (days: number) => formatTime(timeOfMonth(0) - (90 + days) * 86_400);
    const made = [10, 20, 400].map((days, user) =>
      keyUser(NAMES[user] ?? "", { access_key_1_created_at: aged(days) }),
    );
    opened = await openTestHistory([snapshotRows([...made, keyUser("eve", { access_key_1_active: false })])]);
    expect(await openSince(opened.history)).toEqual([
      {
        control_id: "user-key-rotation",
        months: [
          { month: "2024-11", began: 1, open: 1 },
          { month: "2025-12", began: 2, open: 3 },
        ],
        since_unknown: 0,
      },
    ]);
  });

  test("the newest of several is the one that tells; what has no date is counted", async () => {
    opened = await openTestHistory([...months("f", "f"), ...months("f")], {
      controls: ["user-key-rotation", "root-mfa"],
    });
    const [root, rotation] = await openSince(opened.history);
    expect(root).toEqual({ control_id: "root-mfa", months: [], since_unknown: 0 });
    expect(rotation?.months.at(-1)?.open).toBe(1);
  });
});
