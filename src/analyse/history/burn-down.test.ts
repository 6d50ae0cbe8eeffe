import { describe, expect, test } from "vitest";
import { parseAuditTime } from "../../model/time.js";
import { burnDown } from "./burn-down.js";

const from = parseAuditTime("2026-01-01");
const to = parseAuditTime("2026-03-12"); // ten weeks
const burning = (open: number, came: number, went: number) => ({ from, to, open, came, went });

describe("a burn-down", () => {
  test("in time: 100 open, ten a week less", () => {
    expect(burnDown(burning(100, 20, 120), parseAuditTime("2026-06-18"))).toEqual({
      fixed_per_week: 12,
      came_per_week: 2,
      achieved_per_week: 10,
      needed_per_week: 7.14,
      projected: "2026-05-21",
      on_track: true,
    });
  });

  test("too late: half the time that it takes", () => {
    const late = burnDown(burning(100, 20, 120), parseAuditTime("2026-04-16"));
    expect(late).toMatchObject({ needed_per_week: 20, projected: "2026-05-21", on_track: false });
  });

  test.each([
    [10, 10],
    [20, 10],
    [0, 0],
  ])("not at this rate: %i came, %i went", (came, went) => {
    expect(burnDown(burning(100, came, went), to + 86_400)).toMatchObject({
      projected: null,
      on_track: false,
    });
  });

  test("without a target nothing is needed, and nothing left is done", () => {
    expect(burnDown(burning(0, 5, 0), undefined)).toMatchObject({
      needed_per_week: null,
      projected: "2026-03-12",
      on_track: null,
    });
  });

  // Ten weeks, in which one a week goes; ten years are 521 weeks and a few days.
  test.each([
    [521, "2036-03-06"],
    [522, null],
    [16_900, null],
    [1e9, null],
  ])("no day is told that is more than ten years ahead: %i open", (open, projected) => {
    expect(burnDown(burning(open, 0, 10), undefined)?.projected).toBe(projected);
  });

  test("but a target that lies further ahead is met all the same", () => {
    expect(burnDown(burning(522, 0, 10), parseAuditTime("2036-12-31"))).toMatchObject({
      projected: null,
      on_track: true,
    });
  });

  test("of one moment there is no rate", () => {
    expect(burnDown({ ...burning(10, 0, 5), to: from }, undefined)).toBeUndefined();
  });
});
