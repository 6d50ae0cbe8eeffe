import { afterEach, beforeEach, expect, test } from "vitest";
import { makeLake, type TestLake } from "../lake/test-lake.js";
import { parseAuditTime } from "../model/time.js";
import { dateOption, idsSince } from "./history-options.js";

let lake: TestLake;
beforeEach(async () => {
  lake = await makeLake();
});
afterEach(() => lake.remove());

test("the snapshots from a day on, oldest first", async () => {
  const ids = [];
  for (const day of ["2026-01-01", "2026-02-01", "2026-03-01"]) {
    ids.push((await lake.commit(parseAuditTime(day), { users: day })).snapshot_id);
  }
  expect(await idsSince(lake.path, undefined)).toEqual(ids);
  expect(await idsSince(lake.path, "2026-02-01")).toEqual(ids.slice(1));
  expect(await idsSince(lake.path, "2026-02-01T00:00:01Z")).toEqual(ids.slice(2));
  await expect(idsSince(lake.path, "2026-04-01")).rejects.toMatchObject({
    code: "no_snapshot",
    fix: `The newest is ${ids[2]}.`,
  });
});

test("a lake without snapshots has none, from whatever day", async () => {
  expect(await idsSince(lake.path, "2026-04-01")).toEqual([]);
});

test("what is not a date is said with the option's own name", () => {
  expect(dateOption("--target", "2026-02-01")).toBe(parseAuditTime("2026-02-01"));
  expect(() => dateOption("--target", "2026-02-31")).toThrow('--target "2026-02-31" is not a date.');
});
