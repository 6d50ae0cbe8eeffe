import { expect, test } from "vitest";
import { moments } from "./moments.js";

const AUDIT = Date.parse("2026-11-30T00:00:00Z") / 1000;

function isos(from: number, ...values: string[]): unknown[] {
  return moments(from, values).map(({ iso }) => iso.kind === "known" && iso.values[0]);
}

test("the first, every time that is named later, and one between each two", () => {
  expect(isos(AUDIT, "2020-01-01", "2026-12-02T00:00:00Z")).toEqual([
    "2026-11-30T00:00:00.000Z",
    "2026-12-02T00:00:00.000Z",
    "2026-12-02T00:00:01.000Z",
    "2026-12-01T00:00:00.000Z",
    "2026-12-02T00:00:00.500Z",
    "2026-12-02T12:00:01.000Z",
  ]);
});

test("what is no date, and what never comes, is left out", () => {
  expect(isos(AUDIT, "soon", "999999999999")).toEqual([
    "2026-11-30T00:00:00.000Z",
    "2026-11-30T12:00:00.000Z",
  ]);
});

test("without a first time all begins in 1970", () => {
  expect(isos(Number.NEGATIVE_INFINITY)).toEqual(["1970-01-01T00:00:00.000Z", "1970-01-01T12:00:00.000Z"]);
});

test("the clock tells whole seconds as a number", () => {
  expect(moments(1_700_000_000.5, [])[0]?.epoch).toEqual({
    kind: "known",
    values: ["1700000000"],
    list: false,
  });
});
