import { afterEach, describe, expect, test } from "vitest";
import { formatTime } from "../../model/time.js";
import { diffSnapshots } from "./diff.js";
import {
  keyUser,
  openTestHistory,
  type Rows,
  snapshotRows,
  type TestHistory,
  timeOfMonth,
} from "./test-history.js";

let opened: TestHistory | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

/** Counts between the first and the last of some snapshots. */
async function counts(months: readonly Rows[]) {
  opened = await openTestHistory(months);
  const diff = await diffSnapshots(opened.history, 0, months.length - 1);
  const [one] = diff.controls;
  return { new: one?.new, fixed: one?.fixed, persisting: one?.persisting, reopened: one?.reopened };
}

const all = (persisting: number) => ({ new: 0, fixed: 0, persisting, reopened: 0 });
const REPORT_ONLY = { user_id: null };
const KEY_KNOWN = { access_key_1_id: "AKIAEXAMPLE" };
const rows = (more: Parameters<typeof keyUser>[1]) =>
  snapshotRows([keyUser("ann", more), keyUser("bob", more)]);

describe("nothing is new or fixed only because more is known", () => {
  test("a credential report, then authorization details too, and the other way round", async () => {
    expect(await counts([rows(REPORT_ONLY), rows({})])).toEqual(all(2));
    await opened?.close();
    expect(await counts([rows({}), rows(REPORT_ONLY)])).toEqual(all(2));
  });

  test("the ids of the keys, with and without those of the users", async () => {
    const ann = (more: Parameters<typeof keyUser>[1]) => snapshotRows([keyUser("ann", more)]);
    for (const [was, is] of [
      [{}, KEY_KNOWN],
      [KEY_KNOWN, {}],
      [REPORT_ONLY, KEY_KNOWN],
      [{ ...REPORT_ONLY, ...KEY_KNOWN }, {}],
    ] as const) {
      expect(await counts([ann(was), ann(is), ann(is)])).toEqual(all(1));
      await opened?.close();
    }
  });

  test("evidence that comes and goes", async () => {
    expect(await counts([rows(REPORT_ONLY), rows({}), rows(REPORT_ONLY), rows({})])).toEqual(all(2));
  });

  test("a report in which the creation of a user cannot be read, between others", async () => {
    const undated = { ...REPORT_ONLY, created_at: null };
    expect(await counts([rows(REPORT_ONLY), rows(undated), rows(REPORT_ONLY)])).toEqual(all(2));
    await opened?.close();
    expect(await counts([rows(undated), rows(REPORT_ONLY)])).toEqual(all(2));
    await opened?.close();
    expect(await counts([rows({}), rows(undated)])).toEqual(all(2));
  });

  test("a key that changed its slot in the meantime", async () => {
    const made = keyUser("ann").access_key_1_created_at;
    const moved = {
      access_key_1_active: false,
      access_key_1_created_at: null,
      access_key_2_active: true,
      access_key_2_created_at: made,
      access_key_2_id: "AKIAEXAMPLE",
    };
    expect(
      await counts([snapshotRows([keyUser("ann", REPORT_ONLY)]), snapshotRows([keyUser("ann", moved)])]),
    ).toEqual(all(1));
  });
});

describe("what is not the same is not linked", () => {
  test("a user who was made again, by reports alone, even with a key of the same second", async () => {
    const again = { ...REPORT_ONLY, created_at: formatTime(timeOfMonth(0) + 86_400) };
    const [was, is] = [REPORT_ONLY, again].map((more) => snapshotRows([keyUser("ann", more)]));
    expect(await counts([was ?? {}, is ?? {}])).toEqual({ new: 1, fixed: 1, persisting: 0, reopened: 0 });
  });

  test("a user who was made again before its id was known", async () => {
    const again = { created_at: formatTime(timeOfMonth(0) + 86_400) };
    const was = snapshotRows([keyUser("ann", REPORT_ONLY)]);
    expect(await counts([was, snapshotRows([keyUser("ann", again)])])).toEqual({
      new: 1,
      fixed: 1,
      persisting: 0,
      reopened: 0,
    });
  });

  test("another key of the same user", async () => {
    const other = { access_key_1_created_at: formatTime(timeOfMonth(0) - 200 * 86_400) };
    expect(
      await counts([
        snapshotRows([keyUser("ann", REPORT_ONLY)]),
        snapshotRows([keyUser("ann", { ...other, ...KEY_KNOWN })]),
      ]),
    ).toEqual({ new: 1, fixed: 1, persisting: 0, reopened: 0 });
  });

  test("two users of whom one has no id have nothing to do with each other", async () => {
    const mixed = snapshotRows([keyUser("ann"), keyUser("bob", REPORT_ONLY)]);
    expect(await counts([mixed, mixed])).toEqual(all(2));
  });
});
