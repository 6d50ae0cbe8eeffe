import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { SqlRow } from "../../engine/engine.js";
import { CHANGES } from "./change.js";
import { diffSnapshots } from "./diff.js";
import { consoleRows, openTestHistory, type TestHistory } from "./test-history.js";
import { measureTrend } from "./trend.js";

/** What fails only as long as evidence that could excuse it is not there; the letters are those of `consoleRows`. */

const CONTROL = "user-console-mfa";

let opened: TestHistory | undefined;
afterEach(close);

async function close() {
  await opened?.close();
  opened = undefined;
}

/** The history of users who were, snapshot by snapshot, what their letters say. */
async function historyOf(...histories: readonly string[]) {
  const months = Array.from(histories[0] ?? "", (_, month) =>
    consoleRows(histories.map((letters) => letters[month] ?? "d").join("")),
  );
  opened = await openTestHistory(months, { controls: [CONTROL] });
  return opened.history;
}

async function pointsOf(...histories: readonly string[]) {
  const [trend] = await measureTrend(await historyOf(...histories), [], undefined);
  if (trend === undefined) throw new Error("there is no trend");
  return trend;
}

test("between two snapshots it comes and goes with evidence; what is known in both is compared", async () => {
  const history = await historyOf("ca", "ac", "ua", "au", "aa", "fa", "af", "cf", "fc", "ad");
  const diff = await diffSnapshots(history, 0, 1);
  expect(diff.controls[0]).toMatchObject({
    ...{ before: 7, after: 6, new: 1, fixed: 1, fixed_gone: 0, persisting: 3 },
    ...{ became_known: 0, became_unknown: 0 },
    ...{ evidence_changed: 5, evidence_changed_before: 3, evidence_changed_after: 2 },
  });
  const rows: SqlRow[] = [];
  for await (const batch of diff.findings({ changes: ["evidence_changed"] })) rows.push(...batch);
  const shown = rows.map((row) => [String(row.subject_arn).split("-").at(-1), row.snapshot, row.how]);
  expect(shown).toEqual([
    ["0", 1, null],
    ["1", 0, null],
    ["2", 1, null],
    ["3", 0, null],
    ["9", 0, null],
  ]);
  expect(rows.map((row) => row.assumed)).toEqual([true, true, true, true, true]);
});

test("in a trend it is open, apart from what is known, and neither comes nor goes", async () => {
  const { points, burn_down, time_to_fix } = await pointsOf("caac", "aaff", "caff", "faac", "uuau", "fccc");
  expect(points.map((one) => [one.open, one.open_assumed, one.open_unseen])).toEqual([
    [3, 1, 0],
    [4, 3, 0],
    [5, 2, 0],
    [3, 1, 1],
  ]);
  const steps = points.map((one) => [one.new, one.first_known, one.fixed, one.evidence_changed]);
  expect(steps).toEqual([
    [0, 2, 0, 1],
    [0, 0, 1, 2],
    [1, 1, 0, -1],
    [0, 0, 1, -1],
  ]);
  // Two of those that were seen to fail are left; two were fixed and one came in 90 days.
  expect(burn_down).toMatchObject({ fixed_per_week: 0.16, came_per_week: 0.08 });
  expect(time_to_fix).toMatchObject({ fixed: 2, still_open: 2 });
});

test("any users add up, in a diff of any two snapshots and in the trend", async () => {
  const letters = fc.string({ unit: fc.constantFrom(..."facud"), minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(letters, letters, letters, letters, async (...histories) => {
      const { points } = await pointsOf(...histories);
      const failing = (month: number) => histories.filter((one) => "fa".includes(one[month] ?? "")).length;
      let [open, assumed] = [0, 0];
      points.forEach((one, month) => {
        open += one.new + one.reopened + one.first_known - one.fixed + one.evidence_changed;
        assumed += one.evidence_changed;
        expect([one.open, one.open_assumed]).toEqual([open, assumed]);
        expect(one.open - one.open_unseen).toBe(failing(month));
      });
      if (opened === undefined) throw new Error("no history is open");
      const diff = await diffSnapshots(opened.history, 1, 3);
      const [one] = diff.controls;
      if (one === undefined) throw new Error("there is no control");
      expect([one.before, one.after]).toEqual([failing(1), failing(3)]);
      const came = one.new + one.reopened + one.became_known + one.evidence_changed_after;
      const went = one.fixed + one.became_unknown + one.evidence_changed_before;
      expect(one.after).toBe(one.before + came - went);
      let rows = 0;
      for await (const batch of diff.findings({ changes: CHANGES })) rows += batch.length;
      expect(rows).toBe(one.persisting + came + went);
      await close();
    }),
    { numRuns: 12 },
  );
});
